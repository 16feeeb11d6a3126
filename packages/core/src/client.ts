import { admit } from './admission.ts';
import { checkDial, reasonText, trackKindOf, type DialOptions } from './arguments.ts';
import type { Call, CallAction, CallSettings } from './call/call.ts';
import { CallSession } from './call/session.ts';
import type { SessionHost } from './call/session.ts';
import { dial, ring, yieldTo } from './call/start.ts';
import type { RingRequest } from './call/start.ts';
import type { Clock } from './clock.ts';
import { copyOf, DEFAULT_PREPARE, mergePrepare } from './config.ts';
import type { CallConfig, PrepareConfig } from './config.ts';
import { Delivery } from './delivery.ts';
import type { Draft } from './delivery.ts';
import { CallError } from './errors.ts';
import { toInfo, toSnapshot } from './info.ts';
import { joinAhead } from './join-ahead.ts';
import type { CallListener } from './listener.ts';
import { silent } from './log.ts';
import type { Log } from './log.ts';
import { Mailbox } from './mailbox.ts';
import { tellNotice } from './notices.ts';
import { Notifier } from './notifier.ts';
import { callKey, Seen } from './seen.ts';
import type { SignalListener } from './signal.ts';
import type { CallInfo, CallSnapshot } from './snapshot.ts';
import { randomId, systemClock } from './system.ts';
import type { CallReason } from './vocabulary.ts';
import type { Message } from './wire/message.ts';
import { isUserId } from './wire/user-id.ts';

/** An invite of a call that ended this long ago may still arrive; it does not ring. */
const ENDED_MS = 5 * 60_000;
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
  readonly #clock: Clock;
  readonly #createId: () => string;
  readonly #log: Log;
  readonly #device: string;
  readonly #delivery: Delivery;
  readonly #mailbox: Mailbox;
  readonly #notifier: Notifier;
  readonly #ended: Seen;
  readonly #signalListener: SignalListener;
  readonly #host: SessionHost;
  #prepare: PrepareConfig = DEFAULT_PREPARE;
  #idle: 'idle' | 'prepared' = 'idle';
  #closing = false;
  #reason: CallReason = 'none';
  #session: CallSession | undefined;
  #lastCall: CallInfo | undefined;
  #snapshot: CallSnapshot;

  /** Throws `invalidArgument` when the user id is not 1 to 64 characters, or not the signal client's. */
  constructor(config: CallConfig) {
    const { userId, signal } = config;
    if (!isUserId(userId)) throw new CallError('invalidArgument', 'userId must be a string of 1 to 64 characters.');
    this.userId = signal.normalizeUserId?.(userId) ?? userId;
    if (signal.userId !== this.userId) throw new CallError('invalidArgument', `The signal client belongs to "${signal.userId}", not to "${userId}".`);
    this.#config = config;
    this.#clock = config.clock ?? systemClock;
    this.#createId = config.createId ?? randomId;
    const log = config.log ?? silent;
    this.#log = (level, line) => {
      log(level, line);
      this.#notifier.tell('callDebugInfo', line, level);
    };
    this.#device = signal.device ?? this.#createId();
    this.#mailbox = new Mailbox((error) => this.#log('error', `a listener threw: ${String(error)}`));
    this.#notifier = new Notifier(this.#mailbox, log);
    this.#ended = new Seen(this.#clock, ENDED_MS);
    this.#delivery = new Delivery({
      signal,
      clock: this.#clock,
      log: this.#log,
      userId: this.userId,
      device: this.#device,
      engine: config.media.name,
      trustedPublishers: config.trustedPublishers ?? [],
    });
    this.#host = this.#makeHost();
    this.#signalListener = {
      onMessageReceive: (text, sender) => this.#mailbox.input(() => this.#receive(text, sender)),
      onStateChange: (_state, error) => this.#mailbox.input(() => this.#onSignalState(error)),
      onPeerGone: (peer, device) => this.#mailbox.input(() => this.#onPeerGone(peer, device)),
      onTokenWillExpire: () => this.#notifier.tell('tokenPrivilegeWillExpire'),
      debugInfo: (line, level) => this.#log(level, line),
    };
    this.#snapshot = toSnapshot(undefined, 'idle', 'none', signal.state, undefined);
    signal.addListener(this.#signalListener);
  }

  /** A frozen snapshot; the same object until something changes. */
  getState(): CallSnapshot {
    return this.#snapshot;
  }

  /** Calls `listener` after every change of `getState()`. Returns the function that ends it. */
  subscribe(listener: () => void): () => void {
    return this.#notifier.subscribe(listener);
  }

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
      if (this.#session) throw new CallError('invalidState', 'prepareForCall: not during a call.');
      this.#prepare = mergePrepare(this.#prepare, config);
      this.#delivery.userExtension = this.#prepare.userExtension;
      // Adding twice adds once; after `deinitialize` this is what brings the client back, or keeps it from going.
      this.#closing = false;
      this.#config.signal.addListener(this.#signalListener);
      this.#become('prepared');
      if (this.#prepare.autoJoinRtc) void joinAhead(this.#config.media, this.#prepare, (error) => this.#notifier.tell('onCallError', error));
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

  /** Switches to another device; when its kind is off, it is the one that opens next. */
  selectDevice(kind: 'audioinput' | 'videoinput', deviceId: string): Promise<void> {
    return this.#turn(() => this.#do('selectDevice', { type: 'selectDevice', kind: trackKindOf(kind), deviceId }));
  }

  /** The id of the current call, or "". */
  getCallId(): string {
    return this.#session?.call.callId ?? '';
  }

  /** For `pagehide`: ends the call and tells the peer, all within this turn, since there may be no other. */
  leave(): void {
    this.#mailbox.input(() => void this.#session?.act({ type: 'leave' }));
  }

  /** Ends the call if there is one and goes `idle`; the peer is told first. `prepareForCall` makes the client usable again. */
  async deinitialize(): Promise<void> {
    await this.#turn(() => {
      // From here on nobody can ring or dial, until `prepareForCall`.
      this.#closing = true;
      return this.#session?.act({ type: 'leave' });
    });
    await this.#delivery.outbox.drained(FAREWELL_MS);
    await this.#turn(() => {
      // Prepared again meanwhile (React's StrictMode does that): then the client is in use.
      if (!this.#closing) return;
      this.#delivery.outbox.clear();
      this.#config.signal.removeListener(this.#signalListener);
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
    if (this.#session) return this.#session.act(action);
    if (action.type === 'accept') this.#notifier.tell('onCallEventChanged', 'stateMismatch', '');
    throw new CallError('invalidState', `${method}: there is no call.`);
  }

  #dial(remote: string, options: DialOptions, promise: { resolve(callId: string): void; reject(error: CallError): void }): void {
    if (this.#session) throw new CallError('invalidState', 'call: not during a call.');
    if (this.#idle !== 'prepared' || this.#closing) throw new CallError('invalidState', 'call: prepareForCall comes first.');
    const { signal } = this.#config;
    const remoteUserId = checkDial(signal, remote, options);
    const { type = 'video' } = options;
    const extension = copyOf(options.extension);
    const callId = this.#createId();
    const roomId = this.#prepare.roomId ?? this.#createId();
    const { callTimeout: ring } = this.#prepare;
    if (!this.#delivery.fits({ callId, to: remoteUserId, lifetime: 0, body: { kind: 'call', type, roomId, ring, extension } })) {
      throw new CallError('invalidArgument', 'call: the extension makes the message larger than 32 KB.');
    }
    this.#prepare = { ...this.#prepare, roomId: undefined };
    const settings = this.#settings();
    const signalOnline = signal.state === 'online';
    const [call, effects] = dial({ callId, type, localUserId: this.userId, remoteUserId, roomId, extension, settings, signalOnline, ...this.#time() });
    this.#begin(call).start(effects, promise);
  }

  #settings(): CallSettings {
    const { callTimeout, firstFrameWaitDisabled, earlyMedia } = this.#prepare;
    return { callTimeout, firstFrameWaitDisabled, early: earlyMedia, device: this.#device, engine: this.#config.media.name };
  }

  #time(): { at: number; epoch: number } {
    const at = this.#clock.now();
    return { at, epoch: this.#clock.wallTime() - at };
  }

  #begin(call: Call): CallSession {
    return (this.#session = new CallSession(this.#host, call));
  }

  #receive(text: string, sender: { userId: string; ageMs?: number }): void {
    const message = this.#delivery.read(text, sender);
    if (!message) return;
    if (message.kind === 'receipt') {
      this.#delivery.take(message);
      return this.#onReceipt(message);
    }
    const verdict = admit(message, {
      state: this.#closing ? 'idle' : this.#snapshot.state,
      current: this.#session?.call,
      device: this.#device,
      engine: this.#config.media.name,
      hasEnded: ({ fromUserId, callId }) => this.#ended.has(callKey(fromUserId, callId)),
    });
    if (verdict === 'defer') return;
    if (verdict === 'busy' || verdict === 'notReady' || verdict === 'unsupported') return this.#decline(message, verdict);
    if (message.kind === 'call' && (verdict === 'ring' || verdict === 'recall' || verdict === 'yield')) return this.#onInvite(message, verdict, sender.ageMs ?? 0);
    this.#delivery.take(message);
    switch (verdict) {
      case 'deliver':
        return void this.#session?.apply({ type: 'message', message });
      case 'gone':
        return this.#delivery.sayGone(message);
      case 'remember':
        return this.#ended.add(callKey(message.fromUserId, message.callId));
    }
  }

  #onInvite(message: Message & { kind: 'call' }, verdict: 'ring' | 'recall' | 'yield', ageMs: number): void {
    const ringFor = message.kit?.ring ?? this.#prepare.callTimeout;
    // A call that the service held until it was over does not ring (callapi.md N-37).
    if (ringFor > 0 && ageMs > ringFor) {
      this.#log('warning', 'dropped a call that came too late');
      return this.#delivery.take(message);
    }
    const request: RingRequest = {
      message,
      localUserId: this.userId,
      settings: this.#settings(),
      signalOnline: this.#config.signal.state === 'online',
      ...this.#time(),
    };
    const current = this.#session;
    if (verdict === 'yield' && current) {
      this.#delivery.take(message);
      const [call, effects] = yieldTo(request, current.call);
      this.#delivery.outbox.endCall(current.call.callId);
      this.#begin(call).takeOver(current, effects);
      return;
    }
    if (verdict === 'recall') void current?.act({ type: 'superseded' });
    this.#ring(request);
  }

  #ring(request: RingRequest): void {
    const [asked] = ring(request);
    const info = toInfo(asked);
    if (!this.#notifier.shouldRing(info)) return this.#decline(request.message, 'busy');
    this.#delivery.take(request.message);
    const early = this.#notifier.canJoinRtcOnCalling(info) ? request.settings.early : 'none';
    const [call, effects] = ring({ ...request, settings: { ...request.settings, early } });
    this.#begin(call).start(effects);
  }

  /** No receipt, nothing remembered: the caller repeats its invite until it has heard, and is told each time. */
  #decline(message: Message, why: 'busy' | 'notReady' | 'unsupported'): void {
    const body: Draft['body'] = why === 'busy' ? { kind: 'reject', busy: true } : { kind: 'reject', text: why, code: why };
    this.#delivery.sayOnce({ callId: message.callId, to: message.fromUserId, lifetime: 0, device: message.kit?.device, body } as Draft);
  }

  #onReceipt(message: Message): void {
    const letter = this.#delivery.outbox.acknowledge(message.fromUserId, message.kit?.receipt ?? -1);
    const call = this.#session?.call;
    // Only the receipt of the invite means something to the call.
    if (letter && call && letter.callId === call.callId && call.direction === 'outgoing' && call.phase === 'calling' && call.remoteUserId === message.fromUserId) {
      void this.#session?.apply({ type: 'message', message });
    }
  }

  #onSignalState(error: CallError | undefined): void {
    const online = this.#config.signal.state === 'online';
    if (error) this.#notifier.tell('onCallError', error);
    if (online) this.#delivery.outbox.flush();
    void this.#session?.apply({ type: 'signal', online });
    if (this.#config.signal.state !== this.#snapshot.signal) this.#refresh();
  }

  #onPeerGone(userId: string, device: string | undefined): void {
    this.#delivery.outbox.peerGone(userId, device);
    if (this.#session?.call.remoteUserId === userId) void this.#session.apply({ type: 'peerGone', device });
  }

  #makeHost(): SessionHost {
    const { media, capture } = this.#config;
    return {
      clock: this.#clock,
      media,
      capture,
      token: async () => this.#prepare.rtcToken ?? '',
      enqueue: (task) => this.#mailbox.input(task),
      post: (draft, on) => this.#delivery.post(draft, on),
      told: (session, text) => this.#mailbox.input(() => this.#receive(text, { userId: session.call.remoteUserId })),
      notify: (_session, call, notice) => tellNotice(this.#notifier, call, notice),
      broken: (error) => this.#log('error', `an adapter threw: ${String(error)}`),
      trace: (call, input) => this.#log('normal', `${call.callId} ${call.direction} ${input} → ${call.phase} (${call.reason})`),
      changed: (session) => this.#onChanged(session),
    };
  }

  #onChanged(session: CallSession): void {
    if (session !== this.#session) return;
    const { call } = session;
    if (call.phase === 'ended') {
      this.#session = undefined;
      this.#lastCall = toInfo(call);
      this.#ended.add(callKey(call.remoteUserId, call.callId));
      this.#delivery.outbox.endCall(call.callId);
    }
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
    this.#snapshot = toSnapshot(this.#session?.call, this.#idle, this.#reason, this.#config.signal.state, this.#lastCall);
    this.#notifier.changed();
  }
}
