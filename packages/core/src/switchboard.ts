import { admit } from './admission.ts';
import type { Call, CallAction, CallSettings } from './call/call.ts';
import { CallSession } from './call/session.ts';
import type { SessionHost } from './call/session.ts';
import type { SavedCall } from './call/resumption.ts';
import { dial, ring, yieldTo } from './call/start.ts';
import type { DialRequest, RingRequest } from './call/start.ts';
import type { Clock } from './clock.ts';
import type { CallConfig, PrepareConfig } from './config.ts';
import type { Delivery, Draft } from './delivery.ts';
import { CallError } from './errors.ts';
import { toInfo } from './info.ts';
import type { Log } from './log.ts';
import type { Mailbox } from './mailbox.ts';
import { tellNotice } from './notices.ts';
import type { Notifier } from './notifier.ts';
import { pushOffline } from './push-offline.ts';
import { callKey, Seen } from './seen.ts';
import { mediaTokens } from './tokens.ts';
import type { Message } from './wire/message.ts';

/** An invite of a call that ended this long ago may still arrive; it does not ring. */
const ENDED_MS = 5 * 60_000;

/** An invite that waited with the service may have its cancel right behind it; both before anything rings. */
const HELD_MS = 500;

interface Sender {
  readonly userId: string;
  readonly ageMs?: number;
  readonly queued?: boolean;
}

/** What the switchboard shares with its client. */
export interface SwitchboardParts {
  readonly config: CallConfig;
  readonly clock: Clock;
  readonly device: string;
  readonly mailbox: Mailbox;
  readonly notifier: Notifier;
  readonly delivery: Delivery;
  readonly log: Log;
  prepared(): PrepareConfig;
  /** Whether calls may ring. */
  isReady(): boolean;
  /** The current call changed; `ended` is the last that is heard of it. */
  changed(call: Call): void;
}

type Outgoing = Pick<DialRequest, 'callId' | 'type' | 'remoteUserId' | 'roomId' | 'extension'>;

/** Connects messages and calls: finds the call a message belongs to, rings, declines, and settles who wins when both dial. One call at a time. */
export class Switchboard {
  readonly #parts: SwitchboardParts;
  readonly #host: SessionHost;
  readonly #ended: Seen;
  /** What stops the wait of each invite that was held. */
  readonly #held: (() => void)[] = [];
  #session: CallSession | undefined;

  constructor(parts: SwitchboardParts) {
    this.#parts = parts;
    this.#ended = new Seen(parts.clock, ENDED_MS);
    this.#host = this.#makeHost();
  }

  /** The current call. */
  get call(): Call | undefined {
    return this.#session?.call;
  }

  /** Undefined when there is no call to act on. */
  act(action: CallAction): Promise<void> | undefined {
    return this.#session?.act(action);
  }

  /** For the media of the current call. */
  async renewToken(token: string): Promise<void> {
    await this.#session?.renewToken(token);
  }

  dial(request: Outgoing, promise: { resolve(callId: string): void; reject(error: CallError): void }): void {
    const [call, effects] = dial({ ...request, ...this.#terms() });
    this.#begin(call).start(effects, promise);
  }

  /** Lets the current call go, to be resumed by the page that comes next. */
  save(): SavedCall | undefined {
    const saved = this.#session && this.#parts.config.resumption?.save(this.#session.call, this.#parts.clock.wallTime());
    if (saved) void this.act({ type: 'suspend' });
    return saved;
  }

  resume(saved: SavedCall): void {
    const { clock, config } = this.#parts;
    if (!config.resumption) throw new CallError('invalidState', 'resumeCall: `resumption` is not configured.');
    config.resumption.check(saved, clock.wallTime());
    this.#parts.delivery.learnKind({ fromUserId: saved.remoteUserId, kit: {} });
    const [call, effects] = config.resumption.resume({ saved, ...this.#terms() });
    this.#begin(call).start(effects);
  }

  receive(text: string, sender: Sender): void {
    const message = this.#parts.delivery.read(text, sender);
    if (!message) return;
    if (message.kind === 'receipt') {
      this.#parts.delivery.take(message);
      return this.#onReceipt(message);
    }
    const verdict = admit(message, {
      isReady: this.#parts.isReady(),
      current: this.#session?.call,
      device: this.#parts.device,
      engine: this.#parts.config.media.name,
      hasEnded: ({ fromUserId, callId }) => this.#ended.has(callKey(fromUserId, callId)),
    });
    if (verdict === 'defer') return;
    if (verdict === 'busy' || verdict === 'notReady' || verdict === 'unsupported') return this.#decline(message, verdict);
    if (message.kind === 'call' && (verdict === 'ring' || verdict === 'recall' || verdict === 'yield')) {
      if (sender.queued) return this.#hold(text, sender);
      return this.#onInvite(message, verdict, sender.ageMs ?? 0);
    }
    this.#parts.delivery.take(message);
    switch (verdict) {
      case 'deliver':
        // The device that it was before its reload is no more.
        if (message.kit?.resume) this.#parts.delivery.outbox.peerGone(message.fromUserId, message.kit.resume.device);
        return void this.#session?.apply({ type: 'message', message });
      case 'gone':
        return this.#parts.delivery.sayGone(message);
      case 'remember':
        return this.#ended.add(callKey(message.fromUserId, message.callId));
    }
  }

  #hold(text: string, { userId, ageMs = 0 }: Sender): void {
    const { clock, mailbox } = this.#parts;
    this.#held.push(clock.schedule(HELD_MS, () => mailbox.input(() => this.receive(text, { userId, ageMs: ageMs + HELD_MS }))));
  }

  /** Nothing that is held rings any more. */
  close(): void {
    for (const stop of this.#held.splice(0)) stop();
  }

  #onInvite(message: Message & { kind: 'call' }, verdict: 'ring' | 'recall' | 'yield', ageMs: number): void {
    const ringFor = message.kit?.ring ?? this.#parts.prepared().callTimeout;
    // A call that the service held until it was over does not ring (callapi.md N-37).
    if (ringFor > 0 && ageMs > ringFor) {
      this.#parts.log('warning', 'dropped a call that came too late');
      return this.#parts.delivery.take(message);
    }
    const request: RingRequest = { message, ...this.#terms() };
    const current = this.#session;
    if (verdict === 'yield' && current) {
      this.#parts.delivery.take(message);
      const [call, effects] = yieldTo(request, current.call);
      this.#parts.delivery.outbox.endCall(current.call.callId);
      this.#begin(call).takeOver(current, effects);
      return;
    }
    if (verdict === 'recall') void current?.act({ type: 'superseded', device: message.kit?.device });
    this.#ring(request);
  }

  #ring(request: RingRequest): void {
    const [asked] = ring(request);
    const info = toInfo(asked);
    if (!this.#parts.notifier.shouldRing(info)) return this.#decline(request.message, 'busy');
    this.#parts.delivery.take(request.message);
    const early = this.#parts.notifier.canJoinRtcOnCalling(info) && this.#parts.config.signal.mayWarm?.() !== false ? request.settings.early : 'none';
    const [call, effects] = ring({ ...request, settings: { ...request.settings, early } });
    this.#begin(call).start(effects);
  }

  /** No receipt, nothing remembered: the caller repeats its invite until it has heard, and is told each time. */
  #decline(message: Message, why: 'busy' | 'notReady' | 'unsupported'): void {
    const body: Draft['body'] = why === 'busy' ? { kind: 'reject', busy: true } : { kind: 'reject', text: why, code: why };
    this.#parts.delivery.sayOnce({ callId: message.callId, to: message.fromUserId, device: message.kit?.device, body } as Draft);
  }

  #onReceipt(message: Message): void {
    this.#parts.delivery.outbox.acknowledge(message.fromUserId, message.kit?.receipt ?? -1, message.kit?.device);
    const call = this.#session?.call;
    // It tells a caller that, and where, it rings; later ones mean nothing to the call.
    if (call?.direction === 'outgoing' && call.phase === 'calling' && call.callId === message.callId && call.remoteUserId === message.fromUserId) {
      void this.#session?.apply({ type: 'message', message });
    }
  }

  signalChanged(): void {
    void this.#session?.apply({ type: 'signal', online: this.#isOnline() });
  }

  peerGone(userId: string, device: string | undefined): void {
    this.#parts.delivery.outbox.peerGone(userId, device);
    if (this.#session?.call.remoteUserId === userId) void this.#session.apply({ type: 'peerGone', device });
  }

  #begin(call: Call): CallSession {
    return (this.#session = new CallSession(this.#host, call));
  }

  #isOnline(): boolean {
    return this.#parts.config.signal.state === 'online';
  }

  /** What every new call starts with. */
  #terms(): { localUserId: string; settings: CallSettings; signalOnline: boolean; at: number; epoch: number } {
    const { clock, config, device } = this.#parts;
    const { callTimeout, firstFrameWaitDisabled, sendPushIfOffline, earlyMedia } = this.#parts.prepared();
    const at = clock.now();
    return {
      localUserId: config.signal.userId,
      settings: { callTimeout, firstFrameWaitDisabled, sendPushIfOffline, resumes: config.resumption !== undefined, silenceTells: config.signal.takesForAbsent === true, early: earlyMedia, device, engine: config.media.name },
      signalOnline: this.#isOnline(),
      at,
      epoch: clock.wallTime() - at,
    };
  }

  #makeHost(): SessionHost {
    const { clock, config, delivery, log, mailbox, notifier, prepared } = this.#parts;
    return {
      clock,
      media: config.media,
      capture: config.capture,
      tokenFor: (roomId) => mediaTokens(roomId, config, prepared),
      tokenWillExpire: () => notifier.tell('tokenPrivilegeWillExpire'),
      enqueue: (task) => mailbox.input(task),
      post: (...letter) => delivery.post(...letter),
      told: (session, text) => mailbox.input(() => this.receive(text, { userId: session.call.remoteUserId })),
      push: (call) => pushOffline(config, prepared().offlineMessageText, toInfo(call), notifier),
      notify: (_session, call, notice) => tellNotice(notifier, call, notice),
      broken: (error) => log('error', `an adapter threw: ${String(error)}`),
      trace: (call, input) => log('normal', `${call.callId} ${call.direction} ${input} → ${call.phase} (${call.reason})`),
      changed: (session) => this.#onChanged(session),
    };
  }

  #onChanged(session: CallSession): void {
    if (session !== this.#session) return;
    const { call } = session;
    if (call.phase === 'ended') {
      this.#session = undefined;
      this.#ended.add(callKey(call.remoteUserId, call.callId));
      this.#parts.delivery.outbox.endCall(call.callId);
    }
    this.#parts.changed(call);
  }
}
