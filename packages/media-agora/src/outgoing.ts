import { CallError, systemClock } from '@call-elements/core';
import type { Track, TrackKind } from '@call-elements/core';
import type { IAgoraRTCClient } from 'agora-rtc-sdk-ng/esm';
import type { Settings } from './options.ts';
import { OutgoingTrack } from './outgoing-track.ts';
import type { Sdk } from './sdk.ts';

// Some times what the gateway takes to answer.
const PATIENCE_MS = 500;

/** What is to be sent, and what is: the difference is consent, and the time until the room is entered. */
export class Outgoing {
  #settings: Settings;
  #wanted = new Map<TrackKind, MediaStreamTrack | null>();
  #tracks = new Map<TrackKind, OutgoingTrack>();
  #allowed: boolean;
  #reserves: boolean;
  #changed: () => void;
  #sdk: Sdk | undefined;
  /** Once in the room. */
  #client: IAgoraRTCClient | undefined;
  #last: Promise<void> = Promise.resolve();
  /** What the SDK is busy with. Never rejects. */
  #work: Promise<unknown> | undefined;
  #closed = false;
  #close: () => void = () => {};
  // What the SDK was asked before it left is not answered; whoever published must not wait for it.
  #over = new Promise<void>((resolve) => (this.#close = resolve));

  /**
   * `allowed`: false for a callee who has not accepted; nothing is sent until `allow()`. `reserves`: video is published without a track until
   * then, so that the peer has subscribed by the time there is one, and its first frame needs no more words. `changed`: another track is
   * being sent, or none.
   */
  constructor({ allowed, reserves }: { allowed: boolean; reserves: boolean }, settings: Settings, changed: () => void) {
    this.#allowed = allowed;
    this.#reserves = reserves;
    this.#settings = settings;
    this.#changed = changed;
  }

  publish(kind: TrackKind, track: Track | null): Promise<void> {
    this.#wanted.set(kind, track as MediaStreamTrack | null);
    if (!track) this.#tracks.get(kind)?.cut();
    return this.#settle();
  }

  allow(): Promise<void> {
    this.#allowed = true;
    return this.#settle();
  }

  /** What is to be sent is made ready while the room is being joined. */
  prepare(sdk: Sdk): void {
    this.#sdk = sdk;
    this.#make();
  }

  enter(client: IAgoraRTCClient): Promise<void> {
    this.#client = client;
    return this.#settle();
  }

  /** The room is gone, and what was published with it. */
  lose(): void {
    this.#client = undefined;
    for (const track of this.#tracks.values()) track.close();
    this.#tracks.clear();
  }

  sends(kind: TrackKind): boolean {
    const track = this.#tracks.get(kind);
    return track !== undefined && track.published && track.track !== null;
  }

  sender(kind: TrackKind): RTCRtpSender | undefined {
    return this.#tracks.get(kind)?.sender;
  }

  /** Sends nothing from here on. */
  stop(): void {
    this.#closed = true;
    this.#close();
    for (const track of this.#tracks.values()) track.cut();
  }

  /**
   * Undefined when the SDK is not busy with any of this. Left in the middle of it, it rejects promises that nobody can catch, so that is
   * waited for, but not for a gateway that does not answer.
   */
  idle(): Promise<unknown> | undefined {
    return this.#work && Promise.race([this.#work, new Promise<void>((resolve) => systemClock.schedule(PATIENCE_MS, resolve))]);
  }

  /** One after the other, each with what is wanted by then, so the last call wins. And what was asked for in one turn is published in one go. */
  #settle(): Promise<void> {
    const done = this.#last.then(() => Promise.race([this.#apply(), this.#over]));
    this.#last = done.catch(() => {});
    return done;
  }

  #make(): void {
    if (!this.#sdk || this.#closed) return;
    if (!this.#allowed) {
      if (this.#reserves && !this.#tracks.has('video')) this.#tracks.set('video', new OutgoingTrack(this.#sdk, 'video', null, this.#settings));
      return;
    }
    for (const [kind, track] of this.#wanted) {
      const made = this.#tracks.get(kind);
      if (!track || made?.published || made?.track === track) continue;
      made?.close();
      this.#tracks.set(kind, new OutgoingTrack(this.#sdk, kind, track, this.#settings));
    }
  }

  async #apply(): Promise<void> {
    this.#make();
    const client = this.#client;
    if (!client || this.#closed) return;
    const fresh: OutgoingTrack[] = [];
    const changes: Promise<void>[] = [];
    for (const outgoing of this.#tracks.values()) {
      const track = this.#wanted.get(outgoing.kind);
      if (!outgoing.published && (track || !this.#allowed)) fresh.push(outgoing);
      // Nobody has said anything of what is only reserved: the camera may be opening.
      else if (outgoing.published && this.#allowed && track !== undefined && !outgoing.does(track)) changes.push(this.#change(outgoing, track));
    }
    if (fresh.length > 0) changes.push(this.#publish(client, fresh));
    const all = Promise.all(changes);
    this.#work = all.catch(() => {});
    await all.finally(() => (this.#work = undefined));
  }

  async #publish(client: IAgoraRTCClient, fresh: readonly OutgoingTrack[]): Promise<void> {
    for (const each of fresh) each.published = true;
    try {
      await client.publish(fresh.map(({ local }) => local));
      this.#changed();
    } catch (cause) {
      if (this.#closed) return;
      for (const each of fresh) {
        if (this.#tracks.get(each.kind) === each) this.#tracks.delete(each.kind);
        each.close();
      }
      throw new CallError('mediaFailed', `Agora did not take the ${fresh.map(({ kind }) => kind).join(' and ')}`, { cause });
    }
  }

  async #change(outgoing: OutgoingTrack, track: MediaStreamTrack | null): Promise<void> {
    try {
      await outgoing.send(track);
      this.#changed();
    } catch (cause) {
      // Nothing is sent any more, which is what was asked; that the gateway has not heard of it is no failure.
      if (this.#closed || !track) return;
      throw new CallError('mediaFailed', `The ${outgoing.kind} track could not be sent`, { cause });
    }
  }
}
