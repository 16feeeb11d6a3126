import { CallError } from '@call-elements/core';
import type { CallType, Json, MediaConnection, MediaConnectionState, MediaOpenOptions, MediaStats, Track, TrackKind } from '@call-elements/core';
import { FirstFrames, NO_STATS, StateStore, summarize } from '@call-elements/core/adapter';
import type { StatsReport } from '@call-elements/core/adapter';
import type { IAgoraRTCClient } from 'agora-rtc-sdk-ng/esm';
import { Incoming } from './incoming.ts';
import type { Settings } from './options.ts';
import { Outgoing } from './outgoing.ts';
import type { Room, RoomListener } from './room.ts';
import type { Sdk } from './sdk.ts';

const kindsOf = (type: CallType): readonly TrackKind[] => (type === 'video' ? ['audio', 'video'] : ['audio']);

/** One call in one Agora channel. Nothing is negotiated between the two: the channel tells each of them what the other one publishes. */
export class AgoraConnection implements MediaConnection, RoomListener {
  #room: Room;
  #settings: Settings;
  #kinds: readonly TrackKind[];
  #isCallee: boolean;
  #tokenWillExpire: (() => void) | undefined;
  #store = new StateStore();
  #outgoing: Outgoing;
  #incoming: Incoming;
  #frames: FirstFrames;
  #closing: Promise<void> | undefined;

  /** `room` is being joined, or has been joined ahead. */
  constructor(room: Room, options: MediaOpenOptions, settings: Settings) {
    this.#room = room;
    this.#settings = settings;
    this.#kinds = kindsOf(options.type);
    this.#isCallee = options.role === 'callee';
    this.#tokenWillExpire = options.tokenWillExpire?.bind(options);
    const allowed = options.role === 'caller' || options.early === 'full';
    this.#outgoing = new Outgoing({ allowed, reserves: options.type === 'video' }, settings, () => this.#frames.look());
    this.#frames = new FirstFrames({
      store: this.#store,
      report: () => this.#reportOnUnknown(),
      sends: (kind) => this.#outgoing.sends(kind),
      video: (track) => Object.assign(document.createElement('video'), { srcObject: new MediaStream([track as MediaStreamTrack]) }),
    });
    this.#incoming = new Incoming({
      store: this.#store,
      remoteUserId: options.remoteUserId,
      kinds: this.#kinds,
      log: settings.log,
      received: (track) => this.#frames.watch(track as Track),
    });
    // Not in this turn: nothing is notified before `open` has returned.
    queueMicrotask(() => {
      if (!this.#closing) room.listen(this);
    });
  }

  /** Agora's own, for what the kit does not do. There once the SDK is loaded. */
  get client(): IAgoraRTCClient | undefined {
    return this.#room.client;
  }

  get state(): MediaConnectionState {
    return this.#store.value;
  }

  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  receive(_payload: Json): void {}

  async publish(kind: TrackKind, track: Track | null): Promise<void> {
    if (this.#closing) return;
    if (track && track.kind !== kind) throw new CallError('invalidArgument', `The track is not ${kind}`);
    if (track && !this.#kinds.includes(kind)) throw new CallError('unsupported', `This call was made without ${kind}`);
    await this.#outgoing.publish(kind, track);
  }

  accepted(): void {
    if (this.#closing) return;
    if (this.#isCallee) this.#room.claim();
    this.#warnIfFails(this.#outgoing.allow());
  }

  setType(type: CallType): void {
    if (this.#closing) return;
    this.#kinds = kindsOf(type);
    this.#incoming.take(this.#kinds);
  }

  async stats(): Promise<MediaStats> {
    if (this.#closing) return NO_STATS;
    return this.#report().then(summarize, () => NO_STATS);
  }

  renewToken(token: string): Promise<void> {
    return this.#closing ? Promise.resolve() : this.#room.renewToken(token);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  ready(client: IAgoraRTCClient, sdk: Sdk): void {
    if (this.#closing) return;
    this.#incoming.attach(client);
    this.#outgoing.prepare(sdk);
  }

  entered(): void {
    if (this.#closing) return;
    this.#incoming.catchUp();
    this.#warnIfFails(this.#outgoing.enter(this.#room.client!));
  }

  lost(): void {
    this.#incoming.lose();
    this.#outgoing.lose();
  }

  changed(): void {
    const { phase, error } = this.#room;
    this.#store.set({ phase, error });
    if (phase !== 'connected' || this.#closing) return;
    this.#incoming.catchUp();
    this.#frames.look();
  }

  tokenWillExpire(): void {
    if (!this.#closing) this.#tokenWillExpire?.();
  }

  async #close(): Promise<void> {
    this.#store.end();
    this.#frames.stop();
    this.#incoming.detach();
    this.#outgoing.stop();
    await this.#room.leave(this.#outgoing.idle());
    this.#outgoing.lose();
  }

  /** The SDK's own figures are some seconds old, and know no first packet; those of senders and receivers are the browser's. */
  #report(): Promise<StatsReport> {
    return reportOn(this.#kinds.flatMap((kind) => [this.#incoming.receiver(kind), this.#outgoing.sender(kind)]));
  }

  /** A report takes milliseconds, in the moment when a picture is on its way: no more of it than needed. */
  #reportOnUnknown(): Promise<StatsReport> {
    const { received, sent } = this.state;
    return reportOn(this.#kinds.flatMap((kind) => [received[kind] ? undefined : this.#incoming.receiver(kind), sent[kind] ? undefined : this.#outgoing.sender(kind)]));
  }

  #warnIfFails(work: Promise<void>): void {
    work.catch((error: unknown) => this.#settings.log('warning', `agora: ${String(error)}`));
  }
}

async function reportOn(parts: readonly (RTCRtpReceiver | RTCRtpSender | undefined)[]): Promise<StatsReport> {
  const reports = await Promise.all(parts.map((part) => part?.getStats()));
  const all = new Map<string, unknown>();
  for (const report of reports) report?.forEach((entry: unknown, id: string) => all.set(id, entry));
  return all;
}
