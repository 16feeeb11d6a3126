import type { TrackKind } from '@call-elements/core';
import type { StateStore } from './state-store.ts';
import { entries } from './stats.ts';
import { after } from './timer.ts';

const KINDS: readonly TrackKind[] = ['audio', 'video'];
const FAST_MS = 100;
const SLOW_MS = 1000;

/**
 * Finds out when the first media of either side has passed, with nothing of it shown anywhere.
 *
 * Frames are told by a <video> that is in no document, and by statistics, whichever is first: frame callbacks come about once a second in a
 * hidden page, and never where they do not exist (web-mapping §0.3 trap 7, F5). The <video> also keeps decoding going while it rings (F4).
 * Audio counts by packets: an unplayed track has no energy.
 */
export class FirstFrames {
  #pc: RTCPeerConnection;
  #store: StateStore;
  #signal: AbortSignal;
  #sends: (kind: TrackKind) => boolean;
  #video: HTMLVideoElement | undefined;
  #interval = FAST_MS;
  #polling = false;
  #hurry: (() => void) | undefined;

  constructor(pc: RTCPeerConnection, store: StateStore, signal: AbortSignal, sends: (kind: TrackKind) => boolean) {
    this.#pc = pc;
    this.#store = store;
    this.#signal = signal;
    this.#sends = sends;
    signal.addEventListener('abort', () => {
      if (this.#video) this.#video.srcObject = null;
    });
  }

  watch(track: MediaStreamTrack): void {
    if (track.kind === 'video' && !this.#video) this.#watchVideo(track);
    track.addEventListener('unmute', () => this.look(), { signal: this.#signal });
    this.look();
  }

  /** Something may be about to flow: looks often again. */
  look(): void {
    this.#interval = FAST_MS;
    if (this.#polling) this.#hurry?.();
    else void this.#poll();
  }

  #watchVideo(track: MediaStreamTrack): void {
    const video = (this.#video = document.createElement('video'));
    video.muted = true;
    video.playsInline = true;
    video.srcObject = new MediaStream([track]);
    video.requestVideoFrameCallback?.(() => this.#store.setKind('received', 'video', true));
    // Refused or interrupted: the statistics tell.
    video.play().catch(() => {});
  }

  async #poll(): Promise<void> {
    this.#polling = true;
    while (this.#unknown()) {
      const report = await this.#pc.getStats().catch(() => undefined);
      if (this.#signal.aborted) return;
      if (report) this.#read(report);
      await new Promise<void>((resolve) => {
        const cancel = after(this.#interval, this.#signal, resolve);
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
    const { phase, remote, received, sent } = this.#store.value;
    return phase === 'connected' && KINDS.some((kind) => (remote[kind] && !received[kind]) || (this.#sends(kind) && !sent[kind]));
  }

  #read(report: RTCStatsReport): void {
    for (const { kind, packetsReceived = 0, framesDecoded = 0 } of entries(report, 'inbound-rtp')) {
      if ((kind === 'video' ? framesDecoded : packetsReceived) > 0) this.#store.setKind('received', kind, true);
    }
    for (const { kind, packetsSent = 0, framesSent = 0 } of entries(report, 'outbound-rtp')) {
      if ((kind === 'video' ? framesSent : packetsSent) > 0) this.#store.setKind('sent', kind, true);
    }
  }
}
