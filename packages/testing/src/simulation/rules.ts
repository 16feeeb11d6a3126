import type { CallInfo, CallReason } from '@call-elements/core';
import type { Page, World } from '../world.ts';

/** A rule was broken; the message says which, and when. */
export class Violation extends Error {}

const ORDER = ['calling', 'connecting', 'connected'] as const;

/** How a call can end, by the state it is in; the ring's own reasons belong to the ring. */
const ENDS_LATER = new Set<CallReason>(['localHangup', 'remoteHangup', 'mediaFailed', 'remoteOffline', 'connectTimeout', 'localCancelled', 'remoteCancelled', 'remoteCallingTimeout', 'answeredElsewhere', 'unsupported']);
const ENDS_CONNECTED = new Set<CallReason>(['localHangup', 'remoteHangup', 'mediaFailed', 'remoteOffline']);

/** Lost or refused messages above this share may delay anything. */
const MILD = 0.15;
/** An outage, and what comes after it. */
const OUTAGE_MS = 8_000;
/** Time for some retries. */
const ALONE_MS = 5_000;

/** What must be true of a world after every single step, whatever the network did and the users clicked. */
export class Rules {
  readonly #world: World;
  readonly #watched = new Map<Page, Watched>();
  /** Per call id: who has been at least `connecting` in it. */
  readonly #agreed = new Map<string, Set<string>>();
  /** Per user: the calls whose end it has heard of. */
  readonly #heardEnd = new Map<string, Set<string>>();
  /** When somebody last clicked or something broke. */
  #disturbedAt = 0;
  #disturbances = 0;
  #troubledAt = 0;
  #glare: { winner: string; at: number; disturbances: number; judged: boolean } | undefined;

  constructor(world: World) {
    this.#world = world;
    world.network.onDelivery = (to, text) => {
      const { message_action: action, callId } = JSON.parse(text) as { message_action: number; callId: string };
      if ((action !== 1 && action !== 4) || to.state !== 'online') return;
      const ends = this.#heardEnd.get(to.userId) ?? new Set();
      this.#heardEnd.set(to.userId, ends.add(callId));
    };
  }

  /** Somebody clicked. */
  disturbed(): void {
    this.#disturbedAt = this.#world.clock.now();
    this.#disturbances++;
  }

  /** An outage began or ended. */
  troubled(): void {
    this.#troubledAt = this.#world.clock.now();
    this.disturbed();
  }

  /** Called after every step. Throws a `Violation`. */
  check(): void {
    for (const page of this.#world.pages) {
      const watched = this.#watch(page);
      this.#readTrace(page, watched);
      this.#oneMedia(page);
      this.#consent(page);
      this.#nothingLeft(page);
      this.#paired(page);
      this.#noBadListener(page, watched);
      this.#quietAfter(page, watched);
      this.#notAlone(page, watched);
    }
    this.#sameCall();
    this.#glareResolved();
  }

  /** Called when nothing has been done for long and the network is well again. */
  checkAtRest(): void {
    this.check();
    for (const page of this.#world.pages) {
      const { state, call } = page.client.getState();
      if (state !== 'prepared' && state !== 'connected') fail(page, `is still ${state} at rest`);
      if (state === 'prepared' && page.clock.pending > 0) fail(page, `has ${page.clock.pending} timers left at rest`);
      if (state !== 'connected' || !call) continue;
      const peer = this.#world.pages.find((other) => other.client.getState().call?.callId === call.callId && other !== page);
      if (!peer) fail(page, 'is connected to nobody');
      if (page.media.opened.at(-1)?.published.video !== call.local.camera.track) fail(page, 'sends a kit another picture than that of its camera');
      if (call.media?.peer !== 'here') fail(page, 'is connected without the peer in media');
      if (call.remote.camera !== (peer.client.getState().call?.local.camera.state === 'on')) fail(page, 'has a wrong idea of the camera of its peer');
      if (call.remote.microphone !== (peer.client.getState().call?.local.microphone.state === 'on')) fail(page, 'has a wrong idea of the microphone of its peer');
    }
  }

  #watch(page: Page): Watched {
    let watched = this.#watched.get(page);
    if (!watched) this.#watched.set(page, (watched = { read: 0, readLogs: 0, changedAt: 0, aloneSince: Infinity, endedAt: -Infinity, phase: -1, callId: '', over: new Set() }));
    return watched;
  }

  /** A call goes forward only, and a call that is over never comes back. */
  #readTrace(page: Page, watched: Watched): void {
    for (; watched.read < page.states.length; watched.read++) {
      const { state, callId, reason } = page.states[watched.read]!;
      watched.changedAt = this.#world.clock.now();
      if (state === 'prepared' || state === 'idle' || state === 'failed') {
        if (watched.phase === 1 && !ENDS_LATER.has(reason)) fail(page, `ended with ${reason} while connecting`);
        if (watched.phase === 2 && !ENDS_CONNECTED.has(reason)) fail(page, `ended with ${reason} while connected`);
        if (watched.callId) {
          watched.over.add(watched.callId);
          watched.endedAt = this.#world.clock.now();
        }
        watched.phase = -1;
        watched.callId = '';
        continue;
      }
      if (state === 'calling' && this.#heardEnd.get(page.name)?.has(callId)) fail(page, `rings in ${callId} although it heard that it was over`);
      if (watched.over.has(callId)) fail(page, `is ${state} in ${callId}, which was over`);
      const phase = ORDER.indexOf(state);
      // A call that lost the glare is replaced by the winner without an end of its own (DESIGN "Glare").
      const replaced = watched.callId !== callId;
      if (replaced && watched.callId && state === 'calling') fail(page, `rings in ${callId} during ${watched.callId}`);
      if (replaced && watched.callId) watched.over.add(watched.callId);
      if (!replaced && phase <= watched.phase) fail(page, `went back to ${state}`);
      watched.phase = phase;
      watched.callId = callId;
      if (state !== 'calling') this.#agree(callId, page.name);
      if (state === 'connected') this.#wasAgreed(page, callId);
    }
  }

  #agree(callId: string, name: string): void {
    const names = this.#agreed.get(callId) ?? new Set();
    this.#agreed.set(callId, names.add(name));
  }

  /** Connected in a call implies that the peer reached connecting in it. */
  #wasAgreed(page: Page, callId: string): void {
    if ((this.#agreed.get(callId)?.size ?? 0) < 2) {
      // The peer's callbacks may not have been read yet in this round.
      const peer = this.#world.pages.some((other) => other !== page && other.states.some((entry) => entry.callId === callId && entry.state !== 'calling'));
      if (!peer) fail(page, `is connected in ${callId}, which its peer never agreed to`);
    }
  }

  #oneMedia(page: Page): void {
    if (page.media.openCount > 1) fail(page, 'has two media connections open');
  }

  /** Consent: before it accepts, a callee opens no device and sends nothing. */
  #consent(page: Page): void {
    const connection = page.media.opened.at(-1);
    if (connection?.sentBeforeAccept) fail(page, 'sent media before it accepted');
    if (connection?.published.video && connection.options.role === 'callee' && !connection.isAccepted) fail(page, 'published before it accepted');
    if (connection?.disordered) fail(page, 'received negotiation out of order');
    const { call, state } = page.client.getState();
    const early = connection?.options.early === 'warm';
    if (state === 'calling' && call?.direction === 'incoming' && !early && page.capture.live > 0) fail(page, 'opened a device before it accepted');
  }

  /** No call, no camera. */
  #nothingLeft(page: Page): void {
    const { call } = page.client.getState();
    if (call) return;
    if (page.media.openCount > 0) fail(page, 'has media open without a call');
    if (page.capture.live > 0) fail(page, 'has a device open without a call');
  }

  #paired(page: Page): void {
    page.pairs.forEach((kind, index) => {
      if ((kind === 'connected') !== (index % 2 === 0)) fail(page, `heard ${page.pairs.join(', ')}`);
    });
    const open = page.pairs.length % 2 === 1;
    if (open !== (page.client.getState().state === 'connected')) fail(page, `is ${page.client.getState().state} after ${page.pairs.length} connect callbacks`);
  }

  /** In calm weather nothing of a call is left soon after it: no retry, no timer. */
  #quietAfter(page: Page, watched: Watched): void {
    const { clock, network } = this.#world;
    if (!this.#calm() || page.client.getState().call || page.clock.pending === 0) return;
    const since = Math.max(watched.changedAt, this.#disturbedAt);
    if (clock.now() - since > 2 * network.faults.maxDelay + 4_000) fail(page, `has ${page.clock.pending} timers left after its call`);
  }

  /** Nobody stays for long in a call that the other side does not have (any more). */
  #notAlone(page: Page, watched: Watched): void {
    const { call, state } = page.client.getState();
    const { clock, network, pages } = this.#world;
    const waits = call !== undefined && (call.direction === 'incoming' || state !== 'calling');
    const alone = waits && !pages.some((other) => other !== page && other.client.getState().call?.callId === call.callId);
    if (!alone || network.faults.drop + network.faults.refuse > MILD) watched.aloneSince = Infinity;
    else watched.aloneSince = Math.max(Math.min(watched.aloneSince, clock.now()), this.#troubledAt);
    if (clock.now() - watched.aloneSince > ALONE_MS + 2 * network.faults.maxDelay) fail(page, `is still ${state} in ${call?.callId}, which the other side does not have`);
  }

  #calm(): boolean {
    const { drop, refuse } = this.#world.network.faults;
    return drop === 0 && refuse === 0;
  }

  /** Both dialled each other: in calm weather both are soon in the call with the smaller id. */
  #glareResolved(): void {
    const [one, other] = this.#world.pages.map((page) => page.client.getState()).map(({ state, call }) => (state === 'calling' ? call : undefined));
    const { clock, network } = this.#world;
    const due = 2 * network.faults.maxDelay + 200;
    const both = one?.direction === 'outgoing' && other?.direction === 'outgoing';
    // Who has declined the other's call and then dials is not in a glare.
    const fresh = both && !this.#world.pages.some((page) => this.#watch(page).over.has(one.callId) || this.#watch(page).over.has(other.callId));
    // Nor is it judged whose earlier call is still being buried: its messages may be taken for the new one's.
    const settled = this.#world.pages.every((page) => clock.now() - this.#watch(page).endedAt > due);
    if (fresh && settled && one.callId !== other.callId) this.#glare ??= { winner: one.callId < other.callId ? one.callId : other.callId, at: clock.now(), disturbances: this.#disturbances, judged: false };
    const glare = this.#glare;
    if (!glare || clock.now() - glare.at <= due) return;
    const judged = glare.judged;
    if (both) glare.judged = true;
    else this.#glare = undefined;
    // Messages that an outage swallowed come again later than due.
    const troubled = this.#troubledAt > glare.at - OUTAGE_MS;
    if (judged || troubled || !this.#calm() || this.#disturbances > glare.disturbances) return;
    for (const page of this.#world.pages) {
      const { call } = page.client.getState();
      if (call?.callId !== glare.winner) fail(page, `is not in ${glare.winner}, which won the glare`);
    }
  }

  #noBadListener(page: Page, watched: Watched): void {
    for (; watched.readLogs < page.logs.length; watched.readLogs++) {
      const { level, line } = page.logs[watched.readLogs]!;
      if (level === 'error') fail(page, `logged an error: ${line}`);
    }
  }

  /** Two users who are connected with each other are in the same call and room. */
  #sameCall(): void {
    const connected = this.#world.pages.map((page) => ({ page, snapshot: page.client.getState() })).filter(({ snapshot }) => snapshot.state === 'connected');
    for (const { page, snapshot } of connected) {
      const call = snapshot.call as CallInfo;
      const peer = connected.find(({ snapshot: other }) => other.call?.remoteUserId === page.name && call.remoteUserId === other.call.remoteUserId);
      const other = connected.find((one) => one.page.name === call.remoteUserId && one.snapshot.call?.remoteUserId === page.name);
      if (peer && peer.page !== page) continue;
      if (other && other.snapshot.call?.callId !== call.callId) fail(page, 'is connected with its peer in different calls');
      if (other && other.snapshot.call?.roomId !== call.roomId) fail(page, 'is connected with its peer in different rooms');
    }
  }
}

interface Watched {
  read: number;
  readLogs: number;
  changedAt: number;
  aloneSince: number;
  endedAt: number;
  phase: number;
  callId: string;
  readonly over: Set<string>;
}

function fail(page: Page, what: string): never {
  throw new Violation(`${page.name} ${what}`);
}
