import { CallError } from '@call-elements/core';
import type { Track, TrackKind } from '@call-elements/core';

/** What is to be sent, and what is: the difference is consent, and the time until there is a sender. */
export class Outgoing {
  #wanted = new Map<TrackKind, MediaStreamTrack | null>();
  #senders = new Map<TrackKind, RTCRtpSender>();
  #last: Promise<void> = Promise.resolve();
  #allowed: boolean;
  #over: Promise<void>;
  #changed: () => void;

  /** `allowed`: false for a callee who has not accepted; nothing leaves until `allow()`. `changed`: another track is being sent, or none. */
  constructor(allowed: boolean, signal: AbortSignal, changed: () => void) {
    this.#allowed = allowed;
    this.#changed = changed;
    // A closed connection settles no promise; whoever published must not wait for one.
    this.#over = new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  }

  publish(kind: TrackKind, track: Track | null): Promise<void> {
    this.#wanted.set(kind, track as MediaStreamTrack | null);
    return this.#apply(kind);
  }

  use(kind: TrackKind, sender: RTCRtpSender): Promise<void> {
    this.#senders.set(kind, sender);
    return this.#apply(kind);
  }

  async allow(): Promise<void> {
    this.#allowed = true;
    await Promise.all([...this.#senders.keys()].map((kind) => this.#apply(kind)));
  }

  sends(kind: TrackKind): boolean {
    return Boolean(this.#senders.get(kind)?.track);
  }

  /** `removeTrack` and not `replaceTrack`: it takes effect in this turn, and not after an operation that is under way. */
  stop(pc: RTCPeerConnection): void {
    this.#allowed = false;
    for (const sender of this.#senders.values()) pc.removeTrack(sender);
  }

  /** One after the other, each with what is wanted by then, so the last call wins whatever the browser does with overlapping ones. */
  #apply(kind: TrackKind): Promise<void> {
    const done = this.#last.then(() => Promise.race([this.#replace(kind), this.#over]));
    this.#last = done.catch(() => {});
    return done;
  }

  async #replace(kind: TrackKind): Promise<void> {
    const sender = this.#senders.get(kind);
    const track = this.#wanted.get(kind) ?? null;
    if (!this.#allowed || !sender || sender.track === track) return;
    try {
      await sender.replaceTrack(track);
      this.#changed();
    } catch (error) {
      if (this.#allowed) throw new CallError('mediaFailed', `The ${kind} track could not be sent`, { cause: error });
    }
  }
}
