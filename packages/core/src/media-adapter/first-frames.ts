import type { Track, TrackKind } from '../media.ts';
import { systemClock } from '../system.ts';
import type { StateStore } from './state-store.ts';
import { entries } from './stats.ts';
import type { StatsReport } from './stats.ts';

const KINDS: readonly TrackKind[] = ['audio', 'video'];
const FAST_MS = 100;
const SLOW_MS = 1000;

/** What is needed of a <video>; core has no DOM. */
export interface VideoElement {
  muted: boolean;
  playsInline: boolean;
  srcObject: unknown;
  requestVideoFrameCallback?(found: () => void): unknown;
  play(): Promise<void>;
}

export interface FirstFramesHost {
  readonly store: StateStore;
  /** What the browser has counted so far. Rejects when it cannot tell any more. */
  report(): Promise<StatsReport>;
  /** A track of this kind is being sent. */
  sends(kind: TrackKind): boolean;
  /** A <video> with this track, in no document. */
  video(track: Track): VideoElement;
}

/**
 * Finds out when the first media of either side has passed, with nothing of it shown anywhere.
 *
 * Frames are told by a <video> that is in no document, and by statistics, whichever is first: frame callbacks come about once a second in a
 * hidden page, and never where they do not exist (web-mapping §0.3 trap 7, F5). The <video> also keeps decoding going while it rings (F4).
 * Audio counts by packets: an unplayed track has no energy.
 */
export class FirstFrames {
  #host: FirstFramesHost;
  #video: VideoElement | undefined;
  #shown: Track | undefined;
  #interval = FAST_MS;
  #polling = false;
  #stopped = false;
  #hurry: (() => void) | undefined;

  constructor(host: FirstFramesHost) {
    this.#host = host;
  }

  watch(track: Track): void {
    if (track.kind === 'video' && track !== this.#shown) this.#watchVideo(track);
    this.look();
  }

  /** Something may be about to flow: looks often again. */
  look(): void {
    this.#interval = FAST_MS;
    if (this.#polling) this.#hurry?.();
    else void this.#poll();
  }

  stop(): void {
    this.#stopped = true;
    this.#dropVideo();
    this.#hurry?.();
  }

  #watchVideo(track: Track): void {
    this.#dropVideo();
    this.#shown = track;
    const video = (this.#video = this.#host.video(track));
    video.muted = true;
    video.playsInline = true;
    video.requestVideoFrameCallback?.(() => this.#host.store.setKind('received', 'video', true));
    // Refused or interrupted: the statistics tell.
    video.play().catch(() => {});
  }

  #dropVideo(): void {
    if (this.#video) this.#video.srcObject = null;
  }

  async #poll(): Promise<void> {
    this.#polling = true;
    while (!this.#stopped && this.#unknown()) {
      const report = await this.#host.report().catch(() => undefined);
      if (this.#stopped) return;
      if (report) this.#read(report);
      await new Promise<void>((resolve) => {
        const cancel = systemClock.schedule(this.#interval, resolve);
        this.#hurry = () => {
          cancel();
          resolve();
        };
      });
      // A peer without a microphone never sends a packet; nobody should pay ten reports a second for that.
      this.#interval = Math.min(SLOW_MS, this.#interval * 1.05);
    }
    this.#polling = false;
  }

  #unknown(): boolean {
    const { phase, remote, received, sent } = this.#host.store.value;
    return phase === 'connected' && KINDS.some((kind) => (remote[kind] && !received[kind]) || (this.#host.sends(kind) && !sent[kind]));
  }

  #read(report: StatsReport): void {
    const { store } = this.#host;
    for (const { kind, packetsReceived = 0, framesDecoded = 0 } of entries(report, 'inbound-rtp')) {
      if ((kind === 'video' ? framesDecoded : packetsReceived) > 0) store.setKind('received', kind, true);
    }
    for (const { kind, packetsSent = 0, framesSent = 0 } of entries(report, 'outbound-rtp')) {
      if ((kind === 'video' ? framesSent : packetsSent) > 0) store.setKind('sent', kind, true);
    }
  }
}
