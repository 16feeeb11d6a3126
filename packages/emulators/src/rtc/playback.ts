import { randomInt } from 'node:crypto';
import type { Recording } from './recording.ts';
import { RtpHeader, sequencesIn } from './rtp.ts';
import type { Request, Rtp } from './rtp.ts';

/** For who asks for a lost packet: some seconds of them. */
const KEPT_PACKETS = 512;

/** Plays a recording in a loop, as one stream that never repeats itself in its sequence numbers and timestamps. */
export class Playback {
  readonly #recording: Recording;
  readonly #ssrc: number;
  readonly #send: (packet: Rtp) => void;
  readonly #kept = new Map<number, Rtp>();
  /** Chromium starts below half, so that nothing rolls over soon; so does this. */
  #sequence = randomInt(1, 0x4000);
  readonly #timestampBase = randomInt(0, 2 ** 31);
  readonly #startedAt = performance.now();
  #roundAt = 0;
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(recording: Recording, ssrc: number, send: (packet: Rtp) => void) {
    if (recording.packets.length === 0) throw new Error('The recording is empty: a video has to begin with a key frame.');
    this.#recording = recording;
    this.#ssrc = ssrc;
    this.#send = send;
  }

  /** From the beginning, which is a key frame. */
  start(): void {
    this.stop();
    this.#roundAt = performance.now();
    this.#next = 0;
    this.#step();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  hear(request: Request, part: Buffer): void {
    if (request.ssrc !== this.#ssrc || this.#timer === undefined) return;
    if (request.kind === 'keyFrame') this.start();
    else for (const sequence of sequencesIn(part)) this.#repeat(sequence);
  }

  /** Sends what is due, and waits for what comes next. */
  #step(): void {
    const { packets, durationMs } = this.#recording;
    while (this.#dueAt() <= performance.now()) {
      this.#sendNext();
      if (this.#next < packets.length) continue;
      this.#next = 0;
      this.#roundAt += durationMs;
    }
    this.#timer = setTimeout(() => this.#step(), this.#dueAt() - performance.now());
  }

  #dueAt(): number {
    const { packets, clockRate } = this.#recording;
    const ticks = (packets[this.#next]!.header.timestamp - packets[0]!.header.timestamp) >>> 0;
    return this.#roundAt + (ticks / clockRate) * 1000;
  }

  #sendNext(): void {
    const { packets, clockRate } = this.#recording;
    const { header, payload } = packets[this.#next]!;
    const timestamp = (this.#timestampBase + Math.round(((this.#dueAt() - this.#startedAt) / 1000) * clockRate)) >>> 0;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const packet = { header: new RtpHeader({ ...header, ssrc: this.#ssrc, sequenceNumber: this.#sequence, timestamp }), payload };
    this.#kept.set(this.#sequence, packet);
    this.#kept.delete((this.#sequence - KEPT_PACKETS) & 0xffff);
    this.#next++;
    this.#send(packet);
  }

  #repeat(sequence: number): void {
    const packet = this.#kept.get(sequence);
    if (packet) this.#send(packet);
  }
}
