import type { CallReason } from '@call-elements/core';
import type { Page } from '../../world.ts';
import { MATCHED } from '../outsiders.ts';
import { MALLORY } from '../stage.ts';
import type { Stage } from '../stage.ts';
import { Ends } from './ends.ts';
import { fail } from './violation.ts';

const ORDER = ['calling', 'connecting', 'connected'] as const;

/** How a call can end, by the state it is in; the ring's own reasons belong to the ring. */
const ENDS_CONNECTED: readonly CallReason[] = ['localHangup', 'remoteHangup', 'mediaFailed', 'remoteOffline',
  // Its caller is not connected yet, and takes the dial back.
  'remoteCancelled',
];
const ENDS_CONNECTING: readonly CallReason[] = [...ENDS_CONNECTED, 'connectTimeout', 'localCancelled', 'remoteCallingTimeout', 'answeredElsewhere', 'unsupported'];
/** CallAPI's apps have one timer for ringing and connecting, and their demo rejects what it could not accept (callapi.md §2.4, §4.2). */
const ENDS_NATIVE: readonly CallReason[] = [...ENDS_CONNECTING, 'callingTimeout', 'signalLost', 'remoteRejected', 'remoteCallBusy'];
/** And cancel in any state (callapi.md T15, N-11). */
const ENDS_NATIVE_CONNECTED: readonly CallReason[] = [...ENDS_CONNECTED, 'remoteCallingTimeout'];

/** Follows the calls of one page: forward only, and none comes back. */
export class Course {
  /** When the state last changed. */
  changedAt = 0;
  enteredAt = 0;
  #beganAt = 0;
  readonly #ends: Ends;
  endedAt = -Infinity;
  readonly over = new Set<string>();
  readonly ends = new Map<string, CallReason>();
  /** Calls whose end it was told, whether it had them or not. */
  readonly heardEnd = new Set<string>();
  readonly #page: Page;
  readonly #stage: Stage;
  #read = 0;
  #phase = -1;
  #callId = '';

  constructor(stage: Stage, page: Page) {
    this.#stage = stage;
    this.#page = page;
    this.#ends = new Ends(stage);
  }

  follow(): void {
    const { states } = this.#page;
    for (; this.#read < states.length; this.#read++) {
      const { state, callId, reason } = states[this.#read]!;
      this.changedAt = this.#stage.world.clock.now();
      if (state === 'calling' || state === 'connecting' || state === 'connected') this.#onCall(state, callId);
      else this.#onIdle(reason);
    }
  }

  #onIdle(reason: CallReason): void {
    const callId = this.#callId;
    if (!callId) return;
    this.#checkEnd(callId, reason);
    if (this.#page.client.getState().lastCall?.callId === callId) this.#ends.check(this.#page, reason, { began: this.changedAt - this.#beganAt, entered: this.changedAt - this.enteredAt });
    this.over.add(callId);
    this.ends.set(callId, reason);
    this.endedAt = this.changedAt;
    this.#phase = -1;
    this.#callId = '';
  }

  #checkEnd(callId: string, reason: CallReason): void {
    const connected = this.#phase === 2;
    const peer = this.#page.client.getState().lastCall?.remoteUserId ?? '';
    // A server that rings both has no kit either, so its calls begin as those with CallAPI's apps do.
    const native = this.#stage.isNative(peer) || peer === MALLORY || callId.startsWith(MATCHED);
    const allowed = connected ? (native ? ENDS_NATIVE_CONNECTED : ENDS_CONNECTED) : native ? ENDS_NATIVE : ENDS_CONNECTING;
    if (this.#phase > 0 && !allowed.includes(reason)) fail(this.#page, `ended with ${reason} while ${ORDER[this.#phase]}`);
  }

  #onCall(state: (typeof ORDER)[number], callId: string): void {
    const page = this.#page;
    if (state === 'calling' && this.heardEnd.has(callId)) fail(page, `rings in ${callId} although it heard that it was over`);
    if (this.over.has(callId)) fail(page, `is ${state} in ${callId}, which was over`);
    const phase = ORDER.indexOf(state);
    // A call that lost the glare is replaced by the winner without an end of its own (DESIGN "Glare").
    const replaced = this.#callId !== callId;
    if (replaced && this.#callId && state === 'calling') fail(page, `rings in ${callId} during ${this.#callId}`);
    if (replaced && this.#callId) this.over.add(this.#callId);
    if (!replaced && phase <= this.#phase) fail(page, `went back to ${state}`);
    if (replaced) this.#beganAt = this.changedAt;
    this.#phase = phase;
    this.#callId = callId;
    this.enteredAt = this.changedAt;
    if (state === 'connected') this.#checkAgreed(callId);
  }

  /**
   * Connected in a call implies that the peer reached connecting in it. Not with CallAPI's own apps: they confirm nothing, an accept that
   * does not reach them is not repeated (callapi.md N-21), and after a glare they have the id of another call (§2.6).
   */
  #checkAgreed(callId: string): void {
    const page = this.#page;
    const peer = page.client.getState().call?.remoteUserId ?? '';
    if (this.#stage.isNative(peer) || peer === MALLORY) return;
    const agreed = this.#stage.world.pages.some((other) => other.name !== page.name && other.states.some((entry) => entry.callId === callId && entry.state !== 'calling'));
    if (!agreed) fail(page, `is connected in ${callId}, which its peer never agreed to`);
  }
}
