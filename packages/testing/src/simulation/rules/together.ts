import type { CallSnapshot } from '@call-elements/core';
import type { Page } from '../../world.ts';
import { MALLORY } from '../stage.ts';
import type { Stage } from '../stage.ts';
import type { Climate } from './climate.ts';
import type { Course } from './course.ts';
import { fail } from './violation.ts';

/** Time for some retries. */
const ALONE_MS = 5_000;
/** A copy that came too early, as it overtook the end of the call before, comes again. */
const RETRY_MS = 700;
/** Later copies are that far apart. */
const COPY_MS = 2_000;
/** Media lost unnoticed, and the time it has to come back; or the connect timer. */
const DEAF_MS = 30_000;
/** How long that stands still while somebody is asked for permission. */
const ASKING_MS = 60_000;
/** Copies of it may be lost, and RTM is asked but once in so long about somebody who was away. */
const NEWS_MS = 3_600;
const CONNECT_MS = 20_000;
/** A callee outlasts its caller by a little. */
const GRACE_MS = 2_000;

const isRungIn = ({ state, call }: CallSnapshot, callId: string): boolean => state === 'calling' && call?.direction === 'incoming' && call.callId === callId;

/** What must be true of several pages together. */
export class Together {
  readonly #stage: Stage;
  readonly #climate: Climate;
  readonly #course: (page: Page) => Course;
  readonly #aloneSince = new Map<Page, number>();
  readonly #asks: boolean;

  constructor(stage: Stage, climate: Climate, course: (page: Page) => Course) {
    this.#stage = stage;
    this.#climate = climate;
    this.#course = course;
    this.#asks = stage.schedule.setup.devices.some(({ prompt = 0 }) => prompt > 0);
  }

  check(pages: readonly Page[]): void {
    for (const page of pages) {
      if (!page.client.getState().call) {
        this.#aloneSince.delete(page);
        continue;
      }
      this.#notAlone(page);
      this.#notForEver(page);
      this.#rings(page);
      this.#connects(page);
      this.#oneDevice(page, pages);
    }
  }

  /** Whether anybody else is in what this page takes for its call. CallAPI's apps may have another id for it (callapi.md §2.6). */
  #isShared(page: Page): boolean {
    const { call } = page.client.getState();
    // Whoever is no device of ours may well have it.
    if (call!.remoteUserId === MALLORY) return true;
    return this.#stage.actors.some(({ page: other, app }) => (other && other !== page && other.client.getState().call?.callId === call!.callId) || (app && String(app.peer) === page.name));
  }

  /** Nobody stays for long in a call that the other side does not have (any more). */
  #notAlone(page: Page): void {
    const { call, state } = page.client.getState();
    const { mild, troubledAt, delay, slowest, isHardOfHearing } = this.#climate;
    const now = this.#stage.world.clock.now();
    const waits = call!.direction === 'incoming' || state !== 'calling';
    if (!waits || !mild || this.#isShared(page)) return void this.#aloneSince.delete(page);
    const since = Math.max(this.#aloneSince.get(page) ?? now, troubledAt);
    this.#aloneSince.set(page, since);
    const patience = isHardOfHearing ? DEAF_MS + (this.#asks ? ASKING_MS : 0) : ALONE_MS;
    if (now - since > patience + 2 * delay + 4 * slowest) fail(page, `is still ${state} in ${call!.callId}, which the other side does not have`);
  }

  /** No state of a call but `connected` lasts longer than its timer. */
  #notForEver(page: Page): void {
    const { state } = page.client.getState();
    if (state === 'connected') return;
    const ring = this.#stage.actorOf(page)!.device.ring + GRACE_MS;
    const limit = state === 'calling' ? ring : CONNECT_MS + (this.#asks ? ASKING_MS : 0);
    const waited = this.#stage.world.clock.now() - this.#course(page).enteredAt;
    // The connect timer stands still until it is heard that nobody is asked any more.
    if (waited > limit + NEWS_MS + 2 * this.#climate.slowest + 2 * this.#climate.delay) fail(page, `is ${state} for ${Math.round(waited)} ms`);
  }

  /** In calm weather whoever is dialled rings, or says why not, as soon as a message takes. */
  #rings(page: Page): void {
    const { state, call } = page.client.getState();
    if (state !== 'calling' || call!.direction !== 'outgoing' || !this.#undisturbed(page, 3 * this.#climate.delay + RETRY_MS)) return;
    const { callId, remoteUserId } = call!;
    const peers = this.#stage.pages.filter(({ name, signal }) => name === remoteUserId && signal.state === 'online');
    // Who dials at the same time is a matter of the glare; and on `rtm`, where the first invite is not repeated, so is who did just now: what
    // was deferred for a call that is cancelled then does not come again.
    if (this.#stage.schedule.setup.backend === 'rtm' && peers.some((peer) => this.#course(peer).endedAt >= this.#course(page).enteredAt)) return;
    if (peers.length === 0 || peers.some(({ client }) => client.getState().call?.remoteUserId === page.name)) return;
    // What was deferred for a call that is over by now comes again with the next copy.
    const freedAt = Math.max(...peers.map((peer) => this.#course(peer).endedAt));
    if (freedAt >= this.#course(page).enteredAt && this.#stage.world.clock.now() - freedAt < COPY_MS + 3 * this.#climate.delay) return;
    if (!peers.some(({ states }) => states.some((entry) => entry.callId === callId))) fail(page, `dials in ${callId}, and nobody rings`);
  }

  /** In calm weather who has accepted is connected as soon as devices and media allow. */
  #connects(page: Page): void {
    const { state, call } = page.client.getState();
    const { media, devices } = this.#stage.schedule.setup;
    if (state !== 'connecting' || media.broken > 0 || this.#stage.isNative(call!.remoteUserId) || call!.remoteUserId === MALLORY || !this.#isShared(page)) return;
    // Two whom a server rang: the other has not agreed yet.
    if (this.#stage.pages.some(({ client }) => isRungIn(client.getState(), call!.callId))) return;
    const prompt = Math.max(...devices.map((device) => device.prompt ?? 0));
    // `warm` asks twice: for what was granted, and at accept for the rest.
    const due = 2 * prompt + 6 * this.#climate.delay + 6 * media.latency + 1_000;
    if (due < CONNECT_MS && this.#undisturbed(page, due)) fail(page, `has been connecting in ${call!.callId} for ${due} ms, and nothing is in the way`);
  }

  /** Nothing is lost, and nobody has done anything since this page entered its state, `ms` ago or longer. */
  #undisturbed(page: Page, ms: number): boolean {
    const { enteredAt } = this.#course(page);
    const now = this.#stage.world.clock.now();
    return now - Math.max(enteredAt, this.#climate.disturbedAt) > ms && this.#climate.isCalm(now);
  }

  /** A user is in a call with one device, and two users with each other are in the same room. */
  #oneDevice(page: Page, pages: readonly Page[]): void {
    const { state, call } = page.client.getState();
    if (state !== 'connected') return;
    for (const other of pages) {
      const { state: theirs, call: their } = other.client.getState();
      if (other === page || theirs !== 'connected' || their?.callId !== call!.callId) continue;
      if (other.name === page.name) fail(page, `is connected in ${call!.callId} with two devices`);
      if (their.roomId !== call!.roomId) fail(page, 'is connected with its peer in different rooms');
    }
    this.#sameCall(page, pages);
  }

  /** Where each has one device only, they can have one call only. */
  #sameCall(page: Page, pages: readonly Page[]): void {
    const { call } = page.client.getState();
    const { devices } = this.#stage.schedule.setup;
    const single = (name: string) => devices.filter(({ user }) => user === name).length === 1;
    const peer = pages.find(({ name }) => name === call!.remoteUserId);
    const their = peer?.client.getState();
    if (!single(page.name) || !peer || !single(peer.name)) return;
    if (their?.state === 'connected' && their.call?.remoteUserId === page.name && their.call.callId !== call!.callId) fail(page, 'is connected with its peer in different calls');
  }
}
