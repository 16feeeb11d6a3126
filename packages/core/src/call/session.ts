import type { Capture } from '../capture.ts';
import type { Clock } from '../clock.ts';
import type { Draft, PostListener } from '../delivery.ts';
import { CallError } from '../errors.ts';
import type { Json } from '../json.ts';
import type { MediaConnection, MediaEngine } from '../media.ts';
import type { TokenSource } from '../tokens.ts';
import type { Call, CallAction, CallInput, Effect, Outgoing, TimerName } from './call.ts';
import { LocalMedia } from './local-media.ts';
import { Negotiation } from './negotiation.ts';
import { transition } from './transition.ts';

type Input = CallInput extends infer One ? (One extends CallInput ? Omit<One, 'at'> : never) : never;
export type Notice = Extract<Effect, { do: 'state' | 'event' | 'error' | 'connected' | 'disconnected' }>;

/** Longer than any negotiation matters; the end of the call ends it anyway. */
const NEGOTIATION_MS = 10 * 60_000;

/** Longer than a device rings that nobody answers, by default. */
const LOST_MS = 20_000;

/** What a session needs of its client. */
export interface SessionHost {
  readonly clock: Clock;
  readonly media: MediaEngine;
  readonly capture: Capture;
  /** For the media of a room. */
  tokenFor(roomId: string): TokenSource | undefined;
  tokenWillExpire(): void;
  /** Runs an input of this session when its turn comes. */
  enqueue(task: () => void): void;
  post(draft: Draft, lifetime: number, on?: PostListener): { text: string; attempted: Promise<void> };
  /** A message that came over the media connection instead of signalling. */
  told(session: CallSession, text: string): void;
  /** Has a peer who is not there told. */
  push(call: Call): void;
  notify(session: CallSession, call: Call, notice: Notice): void;
  trace(call: Call, input: string): void;
  /** An adapter threw where its contract says that it must not. */
  broken(error: unknown): void;
  /** The call changed; when it has ended, this is the last that is heard of it. */
  changed(session: CallSession): void;
}

/**
 * One call, made once and never reset: runs what `transition` decides, and feeds back what comes of it.
 * Results of awaits come back as inputs of this session, and end here when the call is over.
 */
export class CallSession {
  readonly #host: SessionHost;
  readonly #timers = new Map<TimerName, () => void>();
  readonly #negotiation: Negotiation;
  #local: LocalMedia;
  #connection: MediaConnection | undefined;
  #unsubscribe: (() => void) | undefined;
  #call: Call;
  #generation = 0;
  /** The dial, until the service took it. */
  #dialled: { resolve(callId: string): void; reject(error: CallError): void } | undefined;

  constructor(host: SessionHost, call: Call) {
    this.#host = host;
    this.#call = call;
    this.#negotiation = new Negotiation(host.clock, () => this.#call.peer.kind === 'kit', (seq, payloads) => this.#post({ kind: 'negotiate', seq, payloads }, NEGOTIATION_MS));
    this.#local = new LocalMedia(host.capture, (input) => this.post(input));
  }

  get call(): Call {
    return this.#call;
  }

  /** Runs the effects that the call began with. `dialled` is settled when the service took the invite, or by the end of the call. */
  start(effects: readonly Effect[], dialled?: { resolve(callId: string): void; reject(error: CallError): void }): void {
    this.#dialled = dialled;
    this.#host.trace(this.#call, 'start');
    this.#host.changed(this);
    this.#run(effects);
  }

  /** As `start`, with the devices and the pending dial of a call that lost the glare. */
  takeOver(lost: CallSession, effects: readonly Effect[]): void {
    this.#local = lost.#local;
    this.#local.handOver((input) => this.post(input));
    const dialled = lost.#dialled;
    lost.#abandon(this.#call.peer.device);
    this.start(effects);
    dialled?.resolve(this.#call.callId);
  }

  /** The peer knows by its own call that this one lost; the user's other devices, which may ring for it, do not. */
  #abandon(winner: string | undefined): void {
    this.#post({ kind: 'cancel', timeout: false, winner }, LOST_MS);
    this.#stopTimers();
    this.#closeMedia();
    this.#call = { ...this.#call, phase: 'ended' };
  }

  /** Queues an input; from anywhere, at any time. */
  post(input: Input): void {
    this.#host.enqueue(() => void this.apply(input));
  }

  /** Applies an input now; the client calls it in its turn. Returns what an action led to. To a call that is over nothing happens. */
  apply(input: Input): Promise<void> {
    const before = this.#call;
    const [call, effects] = transition(before, { ...input, at: this.#host.clock.now() } as CallInput);
    this.#call = call;
    if (call !== before) {
      this.#host.trace(call, input.type === 'action' ? input.action.type : input.type === 'message' ? input.message.kind : input.type);
      this.#host.changed(this);
    }
    const device = call.peer.device;
    // Its first word may be the last: then what waited for it is for nobody.
    if (device !== undefined && call.phase !== 'ended') this.#negotiation.follow(device);
    return this.#run(effects);
  }

  act(action: CallAction): Promise<void> {
    return this.apply({ type: 'action', action });
  }

  #run(effects: readonly Effect[]): Promise<void> {
    const results: Promise<void>[] = [];
    for (const effect of effects) {
      // One that throws (an adapter that breaks its contract) must not keep the others, such as closing the camera, from happening.
      try {
        const result = this.#perform(effect);
        if (result) results.push(result);
      } catch (error) {
        this.#host.broken(error);
      }
    }
    if (this.#call.phase === 'ended') this.#dialled?.reject(new CallError('callEnded', `The call ended (${this.#call.reason}) before the invite was sent.`));
    return Promise.all(results).then(() => {});
  }

  /** Returns a promise where whoever acted should wait for the outcome. */
  #perform(effect: Effect): Promise<void> | undefined {
    switch (effect.do) {
      case 'send':
        return this.#send(effect.message, effect.lifetime);
      case 'timer':
        return void this.#startTimer(effect.name, effect.ms);
      case 'stopTimer':
        return void this.#stopTimer(effect.name);
      case 'stopTimers':
        return void this.#stopTimers();
      case 'openMedia':
        return void this.#openMedia();
      case 'closeMedia':
        return void this.#closeMedia();
      case 'feed':
        return void this.#negotiation.receive(effect.message);
      case 'acceptMedia':
        return void this.#connection?.accepted();
      case 'mediaType':
        return void this.#connection?.setType?.(effect.type);
      case 'acquire':
        return void this.#local.acquire(effect.audio, effect.video, effect.onlyIfGranted);
      case 'publish':
        return void this.#connection?.publish(effect.kind, effect.track).catch((error: unknown) => this.#reportPublish(error));
      case 'mute':
        return void this.#local.mute(effect.on);
      case 'openDevice':
        return this.#local.open(effect.kind, effect.deviceId);
      case 'stopDevice':
        return void this.#local.stop(effect.kind);
      case 'preferDevice':
        return void this.#local.prefer(effect.kind, effect.deviceId);
      case 'placeholder':
        return void this.#local.standIn(effect.on);
      case 'releaseDevices':
        return void this.#local.release();
      case 'push':
        this.#dialled?.resolve(this.#call.callId);
        return void this.#host.push(this.#call);
      case 'refuse':
        return Promise.reject(new CallError(effect.code ?? 'invalidState', `Not now: ${effect.why}.`));
      default:
        return void this.#host.notify(this, this.#call, effect);
    }
  }

  #send(message: Outgoing, lifetime: number): Promise<void> | undefined {
    const { call } = this;
    if (message.kind !== 'call') {
      const { text, attempted } = this.#post(message, lifetime);
      // The media connection is faster than signalling, and there when signalling is not.
      if (message.kind === 'hangup' || message.kind === 'status' || message.kind === 'switch' || message.kind === 'leaving') this.#connection?.tell?.(text);
      return attempted;
    }
    const ring = call.settings.callTimeout;
    const { callId, remoteUserId: to, type, roomId, extension } = call;
    const draft: Draft = { callId, to, body: { kind: 'call', type, roomId, ring, extension } };
    this.#host.post(draft, lifetime, {
      taken: () => {
        this.#dialled?.resolve(call.callId);
        this.post({ type: 'inviteTaken' });
      },
      failed: (error) => {
        this.#dialled?.reject(error);
        this.post({ type: 'inviteFailed', error });
      },
      absent: call.settings.sendPushIfOffline ? () => this.post({ type: 'peerAbsent' }) : undefined,
    });
    return undefined;
  }

  #post(body: Exclude<Draft['body'], { kind: 'call' }>, lifetime: number): { text: string; attempted: Promise<void> } {
    const { call } = this;
    // Until a device has answered, what a caller says is for all of them.
    const incoming = call.direction === 'incoming';
    const answered = incoming || (call.acceptedAt ?? call.resumed) !== undefined || body.kind === 'negotiate';
    // A page that comes back may meet another that came back.
    const device = body.kind === 'resume' ? undefined : body.kind === 'cancel' && !incoming ? body.to : answered ? call.peer.device : undefined;
    const draft = { callId: call.callId, to: call.remoteUserId, device, awaits: device === undefined ? call.peer.devices : [device], body } as Draft;
    // What becomes of the call depends on it, so a peer who seems to be away for a moment gets it after that.
    return this.#host.post(draft, lifetime, body.kind === 'switch' || body.kind === 'status' || body.kind === 'resume' ? { absent() {} } : undefined);
  }

  #openMedia(): void {
    const { call } = this;
    const host = this.#host;
    // What a connection says after it was replaced or closed is not heard.
    const generation = ++this.#generation;
    const isCurrent = () => generation === this.#generation;
    const connection = host.media.open({
      callId: call.callId,
      roomId: call.roomId,
      type: call.type,
      role: call.direction === 'outgoing' ? 'caller' : 'callee',
      localUserId: call.localUserId,
      remoteUserId: call.remoteUserId,
      early: call.settings.early,
      token: host.tokenFor(call.roomId),
      tokenWillExpire: () => {
        if (isCurrent()) host.tokenWillExpire();
      },
      send: (payload: Json) => {
        if (isCurrent()) this.#negotiation.send(payload);
      },
      told: (payload: Json) => {
        if (isCurrent() && typeof payload === 'string') host.told(this, payload);
      },
    });
    this.#connection = connection;
    this.#unsubscribe = connection.subscribe(() => {
      if (isCurrent()) this.post({ type: 'media', state: connection.state });
    });
    this.#negotiation.attach(connection, call.peer.device);
    this.post({ type: 'media', state: connection.state });
  }

  /** For the media connection, when there is one. */
  async renewToken(token: string): Promise<void> {
    await this.#connection?.renewToken?.(token);
  }

  #closeMedia(): void {
    this.#generation++;
    this.#unsubscribe?.();
    this.#negotiation.detach();
    this.#connection?.close().catch((error: unknown) => this.#host.broken(error));
    this.#connection = undefined;
  }

  #reportPublish(error: unknown): void {
    if (this.#call.phase === 'ended') return;
    this.#host.notify(this, this.#call, { do: 'error', error: CallError.from(error, 'mediaFailed', 'A track could not be published.') });
  }

  #startTimer(name: TimerName, ms: number): void {
    this.#stopTimer(name);
    const stop = this.#host.clock.schedule(ms, () => {
      this.#timers.delete(name);
      this.post({ type: 'timer', name });
    });
    this.#timers.set(name, stop);
  }

  #stopTimer(name: TimerName): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  #stopTimers(): void {
    for (const stop of this.#timers.values()) stop();
  }
}
