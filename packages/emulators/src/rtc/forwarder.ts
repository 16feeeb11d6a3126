import { Timers } from '../timers.ts';
import { pictureLoss, RTCP, requestIn, rtcpType, splitRtcp } from './rtp.ts';
import type { Rtp } from './rtp.ts';

/** One end of the media of a channel: a browser behind SRTP, or a member that a test plays. What it is given is plain. */
export interface MediaEnd {
  sendRtp(packet: Rtp): void;
  sendRtcp(packet: Buffer): void;
}

/** What somebody publishes, as the forwarder needs to know it. */
export interface Source {
  readonly ssrc: number;
  /** Where repeated packets come. */
  readonly rtx?: number;
}

/** One SSRC, and who is sent its packets. */
interface Route {
  readonly from: MediaEnd;
  /** Of repeated packets: the stream that they belong to. */
  readonly primary: number;
}

/** The key frame that a subscriber needs may be lost, as may the request for it. */
const ASK_AGAIN_MS = [250, 500];

/**
 * Brings the packets of a channel from who publishes to who subscribes, as they are: with their SSRC, payload type, sequence number and
 * header extensions. That works since all clients are the same Chromium, and have been told of each other's SSRCs.
 */
export class Forwarder {
  readonly #routes = new Map<number, Route>();
  readonly #subscribers = new Map<number, Set<MediaEnd>>();
  readonly #timers = new Timers();

  publish(from: MediaEnd, { ssrc, rtx }: Source): void {
    this.#routes.set(ssrc, { from, primary: ssrc });
    if (rtx !== undefined) this.#routes.set(rtx, { from, primary: ssrc });
  }

  unpublish(ssrc: number): void {
    for (const [key, { primary }] of this.#routes) if (primary === ssrc) this.#routes.delete(key);
    this.#subscribers.delete(ssrc);
  }

  subscribe(end: MediaEnd, ssrc: number): void {
    const subscribers = this.#subscribers.get(ssrc) ?? new Set();
    this.#subscribers.set(ssrc, subscribers.add(end));
    this.#askForKeyFrame(ssrc);
  }

  unsubscribe(end: MediaEnd, ssrc: number): void {
    this.#subscribers.get(ssrc)?.delete(end);
  }

  /** The end can be reached now (again): what it subscribed to before has gone by. */
  ready(end: MediaEnd): void {
    for (const [ssrc, ends] of this.#subscribers) if (ends.has(end)) this.#askForKeyFrame(ssrc);
  }

  remove(end: MediaEnd): void {
    for (const [ssrc, { from, primary }] of this.#routes) if (from === end && ssrc === primary) this.unpublish(ssrc);
    for (const subscribers of this.#subscribers.values()) subscribers.delete(end);
  }

  rtp(from: MediaEnd, packet: Rtp): void {
    const route = this.#routes.get(packet.header.ssrc);
    if (route?.from !== from) return;
    for (const end of this.#subscribers.get(route.primary) ?? []) end.sendRtp(packet);
  }

  /**
   * Reports of senders go to who receives them, for lip sync; requests for key frames and lost packets go to who sends. Estimates of
   * bandwidth and reports of receivers stay here.
   */
  rtcp(from: MediaEnd, compound: Buffer): void {
    for (const part of splitRtcp(compound)) {
      if (rtcpType(part) === RTCP.senderReport) this.#forwardReport(from, part);
      const request = requestIn(part);
      if (request?.kind === 'keyFrame') this.#routes.get(request.ssrc)?.from.sendRtcp(pictureLoss(request.ssrc));
      if (request?.kind === 'again') this.#routes.get(request.ssrc)?.from.sendRtcp(part);
    }
  }

  close(): void {
    this.#timers.clear();
    this.#routes.clear();
    this.#subscribers.clear();
  }

  #forwardReport(from: MediaEnd, report: Buffer): void {
    const route = this.#routes.get(report.readUInt32BE(4));
    if (route?.from !== from) return;
    for (const end of this.#subscribers.get(route.primary) ?? []) end.sendRtcp(report);
  }

  #askForKeyFrame(ssrc: number): void {
    const ask = (): void => this.#routes.get(ssrc)?.from.sendRtcp(pictureLoss(ssrc));
    ask();
    for (const ms of ASK_AGAIN_MS) this.#timers.after(ms, ask);
  }
}
