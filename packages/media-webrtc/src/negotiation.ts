import { isJsonObject } from '@call-elements/core';
import type { Json, Log } from '@call-elements/core';
import { withStartBitrate } from './sdp.ts';

export interface NegotiationHost {
  /** The callee: it alone makes offers, so offers never collide. The caller asks it for a restart. */
  readonly offerer: boolean;
  readonly startVideoKbps: number;
  readonly signal: AbortSignal;
  /** Settles when the configuration is complete: nothing is gathered before. */
  readonly ready: Promise<void>;
  readonly log: Log;
  send(payload: Json): void;
  /** The peer's description is in place: transceivers exist, and an answer is not made yet. */
  described(): void;
  failed(error: unknown): void;
}

/**
 * Offer, answer and candidates; what travels is `{ description }`, `{ candidate }` or `{ restart: true }`.
 *
 * Candidates trickle: one dead STUN server holds complete gathering up for 40 s (web-mapping W10).
 * Payloads are worked off one at a time. What the peer sent and the browser refuses is dropped, as everybody who can reach us could send it.
 */
export class Negotiation {
  #pc: RTCPeerConnection;
  #host: NegotiationHost;
  #queue: Promise<void>;
  #early: RTCIceCandidateInit[] = [];
  /** The offer on its way is a restart. */
  #restarting = false;
  /** Another restart is due when the answer is here. */
  #again = false;

  constructor(pc: RTCPeerConnection, host: NegotiationHost) {
    this.#pc = pc;
    this.#host = host;
    this.#queue = host.ready;
    pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.candidate) host.send({ candidate: candidate.toJSON() as unknown as Json });
    }, { signal: host.signal });
    if (host.offerer) this.#enqueue(() => this.#offer(false));
  }

  receive(payload: Json): void {
    const { description, candidate, restart } = isJsonObject(payload) ? payload : {};
    if (isJsonObject(description)) this.#enqueue(() => this.#onDescription(description as unknown as RTCSessionDescriptionInit));
    else if (isJsonObject(candidate)) this.#enqueue(() => this.#onCandidate(candidate as RTCIceCandidateInit));
    else if (restart === true && this.#host.offerer) this.#enqueue(() => this.#onRestartAsked());
    else this.#drop('a payload of unknown form');
  }

  /** New candidates on both sides, with media going on meanwhile. */
  restart(): void {
    // Before the first description there is nothing to restart: the first one will see the world as it is then.
    if (!this.#pc.localDescription) return;
    if (this.#host.offerer) this.#enqueue(() => this.#offer(true));
    else this.#host.send({ restart: true });
  }

  /** Another offer: there is more to it than there was. */
  renew(): void {
    // The first one will have it.
    if (this.#pc.localDescription) this.#enqueue(() => this.#offer(false));
  }

  #enqueue(step: () => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#host.signal.aborted) return;
      try {
        await step();
      } catch (error) {
        if (!this.#host.signal.aborted) this.#host.failed(error);
      }
    });
  }

  async #offer(restart: boolean): Promise<void> {
    if (this.#pc.signalingState !== 'stable') {
      this.#again = true;
      return;
    }
    this.#restarting = restart;
    if (restart) this.#pc.restartIce();
    await this.#describe();
  }

  /** An asked restart comes before the peer's answer to what we sent earlier; that answer will already be the one it asks for. */
  async #onRestartAsked(): Promise<void> {
    const underway = this.#restarting && this.#pc.signalingState !== 'stable';
    if (!underway) await this.#offer(true);
  }

  async #describe(): Promise<void> {
    await this.#pc.setLocalDescription();
    const description = this.#pc.localDescription;
    if (!this.#host.signal.aborted && description) this.#host.send({ description: { type: description.type, sdp: description.sdp } });
  }

  async #onDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const { offerer } = this.#host;
    const due = offerer ? this.#pc.signalingState === 'have-local-offer' && description.type === 'answer' : description.type === 'offer';
    if (!due || typeof description.sdp !== 'string') return this.#drop('a description that was not due');
    try {
      await this.#pc.setRemoteDescription({ type: description.type, sdp: withStartBitrate(description.sdp, this.#host.startVideoKbps) });
    } catch (error) {
      return this.#drop(`a description: ${String(error)}`);
    }
    if (this.#host.signal.aborted) return;
    this.#host.described();
    for (const candidate of this.#early.splice(0)) await this.#onCandidate(candidate);
    if (!offerer) return this.#describe();
    if (!this.#again) return;
    this.#again = false;
    await this.#offer(true);
  }

  async #onCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (!this.#pc.remoteDescription) {
      this.#early.push(candidate);
      return;
    }
    try {
      await this.#pc.addIceCandidate(candidate);
    } catch (error) {
      this.#drop(`a candidate: ${String(error)}`);
    }
  }

  #drop(what: string): void {
    this.#host.log('warning', `webrtc: dropped ${what}`);
  }
}
