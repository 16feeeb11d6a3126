import { checkDial, checkTokens, checkType, reasonText, trackKindOf, type DialOptions } from './arguments.ts';
import type { Call, CallAction } from './call/call.ts';
import type { SavedCall } from './call/resumption.ts';
import { copyOf, DEFAULT_PREPARE, mergePrepare } from './config.ts';
import type { CallConfig, PrepareConfig } from './config.ts';
import { Delivery } from './delivery.ts';
import { CallError } from './errors.ts';
import { toInfo, toSnapshot } from './info.ts';
import { joinAhead } from './join-ahead.ts';
import type { CallListener } from './listener.ts';
import { silent } from './log.ts';
import type { Log } from './log.ts';
import { Mailbox } from './mailbox.ts';
import { Notifier } from './notifier.ts';
import type { SignalListener } from './signal.ts';
import type { CallInfo, CallSnapshot } from './snapshot.ts';
import { Switchboard } from './switchboard.ts';
import { randomId, systemClock } from './system.ts';
import { mediaTokens } from './tokens.ts';
import type { Tokens } from './tokens.ts';
import type { CallReason, CallType } from './vocabulary.ts';
import { isUserId } from './wire/user-id.ts';

/** How long `deinitialize` waits for the peer's receipt of the farewell. */
const FAREWELL_MS = 1_000;

/**
 * One signed-in user: dials, is rung, and has at most one call at a time.
 *
 * Methods that do not fit the state reject with a `CallError` (`invalidState`) and change nothing.
 */
export class CallClient {
  /** Vue's `ref()` leaves alone what carries this mark; a proxy around a client breaks its private fields. */
  readonly __v_skip = true;
  readonly userId: string;
  readonly #config: CallConfig;
  readonly #createId: () => string;
  readonly #log: Log;
  readonly #delivery: Delivery;
  readonly #mailbox: Mailbox;
  readonly #notifier: Notifier;
  readonly #signalListener: SignalListener;
  readonly #switchboard: Switchboard;
  #prepare: PrepareConfig = DEFAULT_PREPARE;
  #idle: 'idle' | 'prepared' = 'idle';
  #closing = false;
  #reason: CallReason = 'none';
  #lastCall: CallInfo | undefined;
  #snapshot: CallSnapshot;

  /** Throws `invalidArgument` when the user id is not 1 to 64 characters, or not the signal client's. */
  constructor(config: CallConfig) {
    const { userId, signal } = config;
    if (!isUserId(userId)) throw new CallError('invalidArgument', 'userId must be a string of 1 to 64 characters.');
    this.userId = signal.normalizeUserId?.(userId) ?? userId;
    if (signal.userId !== this.userId) throw new CallError('invalidArgument', `The signal client belongs to "${signal.userId}", not to "${userId}".`);
    this.#config = config;
    const { clock = systemClock } = config;
    this.#createId = config.createId ?? randomId;
    const log = config.log ?? silent;
    this.#log = (level, line) => {
      log(level, line);
      this.#notifier.tell('callDebugInfo', line, level);
    };
    const device = signal.device ?? this.#createId();
    this.#mailbox = new Mailbox((error) => this.#log('error', `a listener threw: ${String(error)}`));
    this.#notifier = new Notifier(this.#mailbox, log);
    this.#delivery = new Delivery({
      signal,
      clock,
      log: this.#log,
      userId: this.userId,
      device,
      engine: config.media.name,
      trustedPublishers: config.trustedPublishers ?? [],
    });
    this.#switchboard = new Switchboard({
      config,
      clock,
      device,
      mailbox: this.#mailbox,
      notifier: this.#notifier,
      delivery: this.#delivery,
      log: this.#log,
      prepared: () => this.#prepare,
      isReady: () => this.#idle === 'prepared' && !this.#closing,
      changed: (call) => this.#onCallChanged(call),
    });
    this.#signalListener = {
      onMessageReceive: (text, sender) => this.#mailbox.input(() => this.#switchboard.receive(text, sender)),
      onStateChange: (_state, error) => this.#mailbox.input(() => this.#onSignalState(error)),
      onPeerGone: (peer, gone) => this.#mailbox.input(() => this.#switchboard.peerGone(peer, gone)),
      onTokenWillExpire: () => this.#notifier.tell('tokenPrivilegeWillExpire'),
      debugInfo: (line, level) => this.#log(level, line),
    };
    this.#snapshot = toSnapshot(undefined, 'idle', 'none', signal.state, undefined);
    signal.addListener(this.#signalListener);
  }

  /** A frozen snapshot; the same object until something changes. Bound: `useSyncExternalStore(client.subscribe, client.getState)`. */
  readonly getState = (): CallSnapshot => this.#snapshot;

  /** Calls `listener` after every change of `getState()`. Returns the function that ends it. Bound, as `getState`. */
  readonly subscribe = (listener: () => void): (() => void) => this.#notifier.subscribe(listener);

  addListener(listener: CallListener): void {
    this.#notifier.add(listener);
  }

  removeListener(listener: CallListener): void {
    this.#notifier.remove(listener);
  }

  /**
   * Makes the client ready to dial and to be rung. May be repeated between calls: what is given replaces what was, the rest stays;
   * `roomId` is for one dial only. Rejects with `invalidArgument`, or `invalidState` during a call, which goes on untouched.
   */
  prepareForCall(config: Partial<PrepareConfig> = {}): Promise<void> {
    return this.#turn(() => {
      if (this.#switchboard.call) throw new CallError('invalidState', 'prepareForCall: not during a call.');
      this.#prepare = mergePrepare(this.#prepare, config);
      this.#delivery.userExtension = this.#prepare.userExtension;
      // Adding twice adds once; after `deinitialize` this is what brings the client back, or keeps it from going.
      this.#closing = false;
      this.#config.signal.addListener(this.#signalListener);
      this.#become('prepared');
      const { autoJoinRtc, roomId } = this.#prepare;
      const { media } = this.#config;
      if (autoJoinRtc && roomId !== undefined) void joinAhead(media, roomId, mediaTokens(roomId, this.#config, () => this.#prepare), (error) => this.#notifier.tell('onCallError', error));
      else void media.leaveAhead?.();
    });
  }

  /**
   * Dials. Resolves with the call id once the service took the invite (the peer's, when its own dial has won by then).
   * Rejects with `invalidArgument`, `invalidState`, `signalNotReady`, `peerOffline`, `signalFailed` or `callEnded`.
   */
  call(remoteUserId: string, options: DialOptions = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#turn(() => this.#dial(remoteUserId, options, { resolve, reject })).catch(reject);
    });
  }

  /** Takes back the own dial. */
  cancelCall(): Promise<void> {
    return this.#act('cancelCall', { type: 'cancel' });
  }

  /** Answers a ringing call; devices open from here on. What is not given is on (the camera in a video call only). */
  accept(options: { microphone?: boolean; camera?: boolean } = {}): Promise<void> {
    return this.#act('accept', { type: 'accept', ...options });
  }

  reject(reason?: string): Promise<void> {
    return this.#act('reject', { type: 'reject', text: reasonText(reason) });
  }

  /** Ends the call, in whatever phase it is. */
  hangup(reason?: string): Promise<void> {
    return this.#act('hangup', { type: 'hangup', text: reasonText(reason) });
  }

  /** Mutes or unmutes. Opens the microphone when it is not open; rejects with a device error. */
  setMicrophone(on: boolean): Promise<void> {
    return this.#act('setMicrophone', { type: 'setMicrophone', on });
  }

  /** Off really closes the camera (its light goes out); on opens it again and rejects with a device error. */
  setCamera(on: boolean): Promise<void> {
    return this.#act('setCamera', { type: 'setCamera', on });
  }

  /**
   * Goes on with the call as an audio or a video call. To audio it goes at once, on both sides; that also takes back a request for video,
   * and declines the peer's. To video it goes when the other side agrees, by the same method: resolves when the request is sent, and
   * `call.typeRequest` says that it is pending. The camera opens with the agreement. Rejects with `unsupported` when the peer's app cannot.
   */
  switchType(type: CallType): Promise<void> {
    return this.#turn(() => this.#do('switchType', { type: 'switchType', to: checkType('switchType', type) }));
  }

  /** Switches to another device; when its kind is off, it is the one that opens next. */
  selectDevice(kind: 'audioinput' | 'videoinput', deviceId: string): Promise<void> {
    return this.#turn(() => this.#do('selectDevice', { type: 'selectDevice', kind: trackKindOf(kind), deviceId }));
  }

  /**
   * Other tokens from here on, for the call under way and for those to come; usually after `tokenPrivilegeWillExpire`.
   * Rejects with `invalidArgument`, or with `tokenFailed` when a service refuses one; a call goes on.
   */
  renewToken(tokens: Partial<Tokens>): Promise<void> {
    return this.#turn(async () => {
      const { rtcToken, signalToken } = checkTokens(tokens);
      if (rtcToken !== undefined) this.#prepare = { ...this.#prepare, rtcToken };
      await Promise.all([signalToken && this.#config.signal.renewToken?.(signalToken), rtcToken && this.#switchboard.renewToken(rtcToken)]);
    });
  }

  /** The id of the current call, or "". */
  getCallId(): string {
    return this.#switchboard.call?.callId ?? '';
  }

  /**
   * For `pagehide`, with `CallConfig.resumption`: what `resumeCall` of the next page needs, as plain JSON without any token. The call is over
   * here; the peer shows that it reconnects, for five seconds. Undefined when there is no call that could be resumed; `leave` is for those.
   */
  saveCall(): SavedCall | undefined {
    let saved: SavedCall | undefined;
    this.#mailbox.input(() => (saved = this.#switchboard.save()));
    return saved;
  }

  /**
   * Takes up a call that this tab had before it was reloaded: `connecting`, then `connected`. Devices that were on open when the browser asks
   * nobody. Resolves when the peer has been told; rejects with `callEnded` when it is too late, `invalidState` when there is a call already
   * or `prepareForCall` is missing, `invalidArgument` for what `saveCall` did not give.
   */
  resumeCall(saved: SavedCall): Promise<void> {
    return this.#turn(() => {
      this.#mustBeFree('resumeCall');
      this.#switchboard.resume(saved);
    });
  }

  /** For `pagehide`: ends the call and tells the peer, all within this turn, since there may be no other. */
  leave(): void {
    this.#mailbox.input(() => void this.#switchboard.act({ type: 'leave' }));
  }

  /** Ends the call if there is one and goes `idle`; the peer is told first. `prepareForCall` makes the client usable again. */
  async deinitialize(): Promise<void> {
    await this.#turn(() => {
      // From here on nobody can ring or dial, until `prepareForCall`.
      this.#closing = true;
      return this.#switchboard.act({ type: 'leave' });
    });
    await this.#delivery.outbox.drained(FAREWELL_MS);
    await this.#turn(() => {
      // Prepared again meanwhile (React's StrictMode does that): then the client is in use.
      if (!this.#closing) return;
      this.#delivery.outbox.clear();
      this.#switchboard.close();
      this.#config.signal.removeListener(this.#signalListener);
      void this.#config.media.leaveAhead?.();
      if (this.#idle === 'idle') return;
      this.#become('idle');
      this.#notifier.tell('onCallEventChanged', 'deinitialize', '');
    });
  }

  /** Runs `task` when its turn comes; what it throws or rejects with is the caller's. */
  #turn(task: () => void | Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#mailbox.input(() => {
        try {
          Promise.resolve(task()).then(resolve, reject);
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #act(method: string, action: CallAction): Promise<void> {
    return this.#turn(() => this.#do(method, action));
  }

  #do(method: string, action: CallAction): Promise<void> {
    const acted = this.#switchboard.act(action);
    if (acted) return acted;
    if (action.type === 'accept') this.#notifier.tell('onCallEventChanged', 'stateMismatch', '');
    throw new CallError('invalidState', `${method}: there is no call.`);
  }

  #dial(remote: string, options: DialOptions, promise: { resolve(callId: string): void; reject(error: CallError): void }): void {
    this.#mustBeFree('call');
    const { signal } = this.#config;
    const remoteUserId = checkDial(signal, remote, options);
    const { type = 'video' } = options;
    const extension = copyOf(options.extension);
    const callId = this.#createId();
    const roomId = this.#prepare.roomId ?? this.#createId();
    const { callTimeout: ring } = this.#prepare;
    if (!this.#delivery.fits({ callId, to: remoteUserId, body: { kind: 'call', type, roomId, ring, extension } })) {
      throw new CallError('invalidArgument', 'call: the extension makes the message larger than 32 KB.');
    }
    this.#prepare = { ...this.#prepare, roomId: undefined };
    this.#switchboard.dial({ callId, type, remoteUserId, roomId, extension }, promise);
  }

  #mustBeFree(method: string): void {
    if (this.#switchboard.call) throw new CallError('invalidState', `${method}: not during a call.`);
    if (this.#idle !== 'prepared' || this.#closing) throw new CallError('invalidState', `${method}: prepareForCall comes first.`);
  }

  #onSignalState(error: CallError | undefined): void {
    const { state } = this.#config.signal;
    if (error) this.#notifier.tell('onCallError', error);
    if (state === 'online') this.#delivery.outbox.flush();
    this.#switchboard.signalChanged();
    if (state !== this.#snapshot.signal) this.#refresh();
  }

  #onCallChanged(call: Call): void {
    if (call.phase === 'ended') this.#lastCall = toInfo(call);
    this.#reason = call.reason;
    this.#refresh();
  }

  #become(state: 'idle' | 'prepared'): void {
    this.#idle = state;
    this.#reason = 'none';
    this.#refresh();
    this.#notifier.tell('onCallStateChanged', state, 'none', '', { callId: '' });
  }

  #refresh(): void {
    this.#snapshot = toSnapshot(this.#switchboard.call, this.#idle, this.#reason, this.#config.signal.state, this.#lastCall);
    this.#notifier.changed();
  }
}
