import { CallError } from '@call-elements/core';
import type { CallType, Json, Log, MediaConnection, MediaConnectionState, MediaOpenOptions, MediaStats, Track, TrackKind } from '@call-elements/core';
import { FirstFrames, NO_STATS, StateStore, summarize } from '@call-elements/core/adapter';
import { Channel } from './channel.ts';
import { hasTurn, loadIceServers } from './ice-servers.ts';
import { Negotiation } from './negotiation.ts';
import { Outgoing } from './outgoing.ts';
import { after } from './timer.ts';
import { addTransceivers, adoptTransceivers, limitBitrate, transceiverOf } from './transceivers.ts';

export interface ConnectionSettings {
  readonly iceServers: unknown;
  readonly startVideoKbps: number;
  readonly maxVideoKbps: number;
  readonly log: Log;
  readonly onError: ((error: CallError) => void) | undefined;
}

// ICE reports `disconnected` after some 5 s of silence and recovers by itself from a short one; `failed` takes 10 s more (web-mapping O8).
const DROPPED_MS = 3000;

const kindsOf = (type: CallType): readonly TrackKind[] => (type === 'video' ? ['audio', 'video'] : ['audio']);

/** One RTCPeerConnection. The callee offers (it is the side that knows when it rings), the caller answers. */
export class WebrtcConnection implements MediaConnection {
  #pc: RTCPeerConnection;
  #settings: ConnectionSettings;
  #callee: boolean;
  #kinds: readonly TrackKind[];
  /** One for both kinds, or the receiver would not keep lips and voice together. */
  #stream = new MediaStream();
  #store = new StateStore();
  #life = new AbortController();
  #channel: Channel;
  #outgoing: Outgoing;
  #frames: FirstFrames;
  #negotiation: Negotiation;
  #servers: RTCIceServer[] = [];
  #relayOnly = false;
  #accepted = false;
  #closing: Promise<void> | undefined;

  constructor(options: MediaOpenOptions, settings: ConnectionSettings) {
    const { signal } = this.#life;
    this.#settings = settings;
    this.#callee = options.role === 'callee';
    this.#kinds = kindsOf(options.type);
    const pc = (this.#pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' }));
    this.#outgoing = new Outgoing(!this.#callee || options.early === 'full', signal, () => this.#frames.look());
    this.#frames = new FirstFrames({
      store: this.#store,
      report: () => pc.getStats(),
      sends: (kind) => this.#outgoing.sends(kind),
      video: (track) => Object.assign(document.createElement('video'), { srcObject: new MediaStream([track as MediaStreamTrack]) }),
    });
    if (this.#callee) addTransceivers(pc, this.#kinds, this.#stream);
    this.#channel = new Channel(pc, signal, { told: (payload) => options.told(payload), quit: () => this.#store.set({ peer: 'quit' }) });
    this.#negotiation = new Negotiation(pc, {
      offerer: this.#callee,
      startVideoKbps: settings.startVideoKbps,
      signal,
      ready: this.#configure(),
      log: settings.log,
      send: (payload) => options.send(payload),
      described: () => this.#described(),
      failed: (cause) => this.#store.set({ phase: 'failed', error: new CallError('mediaFailed', 'Negotiation failed', { cause }) }),
    });
    this.#followTransport(signal);
  }

  get state(): MediaConnectionState {
    return this.#store.value;
  }

  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  receive(payload: Json): void {
    if (!this.#closing) this.#negotiation.receive(payload);
  }

  async publish(kind: TrackKind, track: Track | null): Promise<void> {
    if (this.#closing) return;
    if (track && track.kind !== kind) throw new CallError('invalidArgument', `The track is not ${kind}`);
    if (track && !this.#kinds.includes(kind)) throw new CallError('unsupported', `This call was made without ${kind}`);
    await this.#outgoing.publish(kind, track);
  }

  accepted(): void {
    if (this.#closing || this.#accepted) return;
    this.#accepted = true;
    this.#warnIfFails(this.#outgoing.allow());
    this.#frames.look();
    if (!this.#relayOnly) return;
    this.#setServers(false);
    this.#negotiation.restart();
  }

  /** Once made, the place of the picture stays. */
  setType(type: CallType): void {
    if (this.#closing) return;
    this.#kinds = kindsOf(type);
    const made = transceiverOf(this.#pc, 'video');
    if (type === 'audio' || (made && made.direction !== 'inactive')) return;
    if (this.#callee) {
      addTransceivers(this.#pc, ['video'], this.#stream);
      this.#negotiation.renew();
    } else if (made) {
      // The offer was here before the news, and was refused.
      this.#negotiation.restart();
    }
  }

  tell(payload: Json): boolean {
    return !this.#closing && this.#channel.tell(payload);
  }

  async stats(): Promise<MediaStats> {
    if (this.#closing) return NO_STATS;
    return this.#pc.getStats().then(summarize, () => NO_STATS);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#store.end();
    this.#life.abort();
    this.#frames.stop();
    this.#outgoing.stop(this.#pc);
    const drained = this.#channel.drained();
    if (drained) await drained;
    this.#pc.close();
  }

  /** A missing server is no reason not to try: two users behind one router need none. */
  async #configure(): Promise<void> {
    try {
      this.#servers = await loadIceServers(this.#settings.iceServers, this.#life.signal);
      if (!this.#closing) this.#setServers(!this.#accepted && hasTurn(this.#servers));
    } catch (cause) {
      if (this.#closing) return;
      this.#servers = [];
      this.#relayOnly = false;
      const error = new CallError('mediaFailed', 'Going on without ICE servers', { cause });
      this.#settings.log('error', `webrtc: ${error.message}: ${String(cause)}`);
      this.#settings.onError?.(error);
    }
  }

  /** Relay candidates alone show the peer no address of ours; a ringing phone must not tell a stranger where it is. */
  #setServers(relayOnly: boolean): void {
    this.#relayOnly = relayOnly;
    this.#pc.setConfiguration({ bundlePolicy: 'max-bundle', iceServers: this.#servers, iceTransportPolicy: relayOnly ? 'relay' : 'all' });
  }

  #described(): void {
    if (!this.#callee) adoptTransceivers(this.#pc, this.#kinds, this.#stream);
    for (const kind of this.#kinds) {
      const transceiver = transceiverOf(this.#pc, kind);
      if (!transceiver || this.state.remote[kind]) continue;
      this.#warnIfFails(this.#outgoing.use(kind, transceiver.sender));
      this.#receiveFrom(transceiver.receiver.track, kind);
    }
  }

  #receiveFrom(track: MediaStreamTrack, kind: TrackKind): void {
    const { signal } = this.#life;
    track.addEventListener('mute', () => this.#store.setKind('remotePaused', kind, true), { signal });
    track.addEventListener('unmute', () => this.#store.setKind('remotePaused', kind, false), { signal });
    track.addEventListener('unmute', () => this.#frames.look(), { signal });
    this.#store.setKind('remote', kind, track as Track);
    this.#frames.watch(track as Track);
  }

  #followTransport(signal: AbortSignal): void {
    let stopWaiting = () => {};
    this.#pc.addEventListener('connectionstatechange', () => {
      const now = this.#pc.connectionState;
      // A restart passes through `connecting`, and somebody who has quit is not lost as well.
      if (now === 'connecting' || this.state.peer === 'quit') return;
      stopWaiting();
      if (now === 'connected') this.#connected();
      if (now === 'failed') this.#dropped();
      // Before the first contact there is nobody to lose; the call has a timer of its own for that.
      if (now !== 'disconnected' || this.state.peer === 'absent') return;
      this.#store.set({ phase: 'reconnecting' });
      stopWaiting = after(DROPPED_MS, signal, () => this.#dropped());
    }, { signal });
    // A picture that came to the call later.
    this.#pc.addEventListener('signalingstatechange', () => this.#pc.signalingState === 'stable' && this.#limit(), { signal });
    addEventListener('online', () => this.#negotiation.restart(), { signal });
  }

  #connected(): void {
    this.#store.set({ phase: 'connected', peer: 'here' });
    this.#limit();
    this.#frames.look();
  }

  #limit(): void {
    this.#warnIfFails(limitBitrate(this.#pc, this.#settings.maxVideoKbps));
  }

  #dropped(): void {
    if (this.state.peer !== 'absent') this.#store.set({ phase: 'reconnecting', peer: 'dropped' });
    this.#negotiation.restart();
  }

  #warnIfFails(work: Promise<void>): void {
    work.catch((error: unknown) => this.#settings.log('warning', `webrtc: ${String(error)}`));
  }
}
