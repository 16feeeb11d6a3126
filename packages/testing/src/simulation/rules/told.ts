import type { CallEvent, CallInfo, CallMetric, CallReason } from '@call-elements/core';
import type { Page } from '../../world.ts';
import { MATCHED } from '../outsiders.ts';
import type { Stage } from '../stage.ts';
import { fail } from './violation.ts';

/** Every end that somebody brought about is told as an event as well, and so is how a call begins. */
const ENDS: readonly CallReason[] = ['localCancelled', 'localRejected', 'remoteHangup', 'remoteCancelled', 'remoteRejected', 'remoteCallBusy', 'callingTimeout', 'remoteCallingTimeout'];
const BEGINS: readonly CallReason[] = ['localVideoCall', 'localAudioCall', 'remoteVideoCall', 'remoteAudioCall'];
/** Happens once in a call. */
const ONCE: readonly string[] = [...ENDS, ...BEGINS, 'localHangup', 'localAccepted', 'remoteUserRecvCall'];

/** What is measured when it is told for the first time. */
const MEASURED: Partial<Record<CallEvent, CallMetric>> = {
  joinRTCSuccessed: 'localUserJoinChannel',
  remoteJoined: 'remoteUserJoinChannel',
  recvRemoteFirstFrame: 'recvFirstFrame',
  publishFirstLocalVideoFrame: 'localFirstFrameDidPublish',
  publishFirstLocalAudioFrame: 'localFirstFrameDidPublish',
  remoteUserRecvCall: 'remoteUserRecvCall',
  localAccepted: 'acceptCall',
};

interface Shown {
  readonly call: CallInfo | undefined;
  readonly failed: number;
}

const failedDevices = (call: CallInfo | undefined): number => (call ? Number(call.local.microphone.state === 'failed') + 2 * Number(call.local.camera.state === 'failed') : 0);

/** What one page is told is what happened to it: events, errors and metrics go with what its snapshots show. */
export class Told {
  readonly #page: Page;
  readonly #stage: Stage;
  readonly #resumes: boolean;
  #events: CallEvent[] = [];
  #read = 0;
  #readStates = 0;
  #readErrors = 0;
  #callId = '';
  #startedAt = 0;
  #resumed = false;
  #shown: Shown = { call: undefined, failed: 0 };

  constructor(stage: Stage, page: Page) {
    this.#stage = stage;
    this.#page = page;
    this.#resumes = stage.actorOf(page)?.device.resumes ?? false;
  }

  /** Called when all that a step leads to has happened. */
  check(): void {
    const page = this.#page;
    const { call, state, reason } = page.client.getState();
    const before = this.#shown;
    const moved = page.states.length > this.#readStates;
    if (!moved && before.call === call && page.events.length === this.#read) return;
    const callId = (call ?? page.client.getState().lastCall)?.callId ?? '';
    const isNew = call !== undefined && callId !== this.#callId;
    const several = page.states.length > this.#readStates + 1;
    if (isNew) this.#begin(call, page.states.slice(this.#readStates));
    const fresh = page.events.slice(this.#read);
    this.#events.push(...fresh);
    this.#read = page.events.length;
    this.#readStates = page.states.length;
    this.#measured(fresh, call);
    if (!several && !isNew && before.call && call) this.#media(before.call, call, fresh);
    if (moved && !several) this.#state(state, reason, call, isNew, callId);
    if (!isNew && (failedDevices(call) & ~before.failed) !== 0 && page.errors.length === this.#readErrors) fail(page, 'could not open a device, and says nothing');
    this.#readErrors = page.errors.length;
    this.#shown = { call, failed: failedDevices(call) };
  }

  #begin(call: CallInfo, states: Page['states']): void {
    const first = states.find((entry) => entry.callId === call.callId);
    this.#callId = call.callId;
    this.#events = [];
    this.#startedAt = this.#stage.world.clock.now();
    this.#resumed = this.#resumes && first?.state === 'connecting';
  }

  #state(state: string, reason: CallReason, call: CallInfo | undefined, isNew: boolean, callId: string): void {
    const page = this.#page;
    if (state === 'calling' && !this.#events.includes(reason as CallEvent)) fail(page, `is calling, and does not say ${reason}`);
    if (!call && callId === this.#callId && ENDS.includes(reason) && !this.#events.includes(reason as CallEvent)) fail(page, `ended with ${reason}, and does not say so`);
    if (!call || this.#resumed) return;
    const agreed = call.direction === 'outgoing' ? 'remoteAccepted' : 'localAccepted';
    if (state !== 'calling' && !this.#events.includes(agreed)) fail(page, `is ${state} without ${agreed}`);
    if (state === 'connected') this.#connected(call);
    for (const event of ONCE) if (this.#events.filter((one) => one === event).length > 1) fail(page, `says ${event} twice`);
  }

  /** What the peer says that it sends has arrived. */
  #connected({ remote, callId, remoteUserId }: CallInfo): void {
    const page = this.#page;
    if (this.#stage.actorOf(page)?.device.eager || this.#stage.isNative(remoteUserId) || callId.startsWith(MATCHED)) return;
    const awaited = remote.camera ? 'video' : remote.microphone ? 'audio' : undefined;
    // Of the connection itself: a snapshot may be of the one before.
    if (awaited && !page.media.opened.at(-1)?.state.received[awaited]) fail(page, `is connected without the ${awaited} of its peer`);
  }

  #measured(fresh: readonly CallEvent[], call: CallInfo | undefined): void {
    const { metrics } = call ?? this.#page.client.getState().lastCall ?? {};
    if (!metrics || this.#resumed) return;
    const since = this.#stage.world.clock.now() - this.#startedAt;
    for (const event of fresh) {
      const metric = MEASURED[event];
      if (!metric || this.#events.indexOf(event) < this.#events.length - fresh.length) continue;
      const value = metrics[metric];
      if (value === undefined || value > since + 1 || value < 0) fail(this.#page, `measured ${metric} wrongly (${value}, now ${since})`);
    }
  }

  #media(before: CallInfo, now: CallInfo, fresh: readonly CallEvent[]): void {
    const was = before.media;
    const is = now.media;
    if (!was || !is || before.callId !== now.callId) return;
    const must = (event: CallEvent, happened: boolean) => {
      if (happened && !fresh.includes(event)) fail(this.#page, `does not say ${event}`);
    };
    // One that reconnects may only have been shown so, while its peer reloaded.
    const joined = was.phase === 'connecting' && is.phase === 'connected';
    must('joinRTCSuccessed', joined);
    must('localJoined', joined);
    must('remoteJoined', was.peer !== 'here' && is.peer === 'here');
    must('remoteLeft', was.peer === 'here' && (is.peer === 'quit' || is.peer === 'dropped'));
    if (before.type !== now.type) return;
    must('recvRemoteFirstFrame', !was.received[now.type] && is.received[now.type]);
    must(now.type === 'video' ? 'publishFirstLocalVideoFrame' : 'publishFirstLocalAudioFrame', !was.sent[now.type] && is.sent[now.type]);
  }
}
