import type { CallReason } from '@call-elements/core';
import type { Page } from '../../world.ts';
import { MATCHED } from '../outsiders.ts';
import type { Stage } from '../stage.ts';
import type { Climate } from './climate.ts';
import type { Course } from './course.ts';
import { fail, Violation } from './violation.ts';

/** What must be true when nothing has been done for long and the network is well again. */
export function checkRest(stage: Stage, climate: Climate, course: (page: Page) => Course): void {
  for (const page of stage.pages) {
    const { state } = page.client.getState();
    if (state !== 'prepared' && state !== 'connected') fail(page, `is still ${state} at rest`);
    // A device that vanished while it rang is sent its negotiation for as long as the call lasts that another one answered.
    const excused = state === 'connected' && climate.isHaunted;
    if (page.clock.pending > 0 && !excused) fail(page, `has ${page.clock.pending} timers left at rest`);
    if (state === 'connected') checkConnected(stage, page);
    checkReasons(stage, page, course);
  }
  for (const { app, name } of stage.actors) if (app) checkApp(app.refused, app.crashed, name);
}

/** Nothing that a kit writes may be lost on CallAPI's apps, and the kit's own actions are no business of theirs (callapi.md §1.8, §1.9). */
function checkApp(refused: readonly string[], crashed: boolean, name: string): void {
  // What the outsider writes is no kit's.
  const ours = refused.filter((why) => !why.includes('"messageId":1000000'));
  if (crashed) throw new Violation(`${name} crashed: ${refused.at(-1)}`);
  if (ours.length > 0) throw new Violation(`${name} could not use a message: ${ours[0]}`);
}

function checkConnected(stage: Stage, page: Page): void {
  const call = page.client.getState().call!;
  const peer = stage.pages.find((other) => other !== page && other.client.getState().call?.callId === call.callId);
  const app = stage.actors.find(({ app: one, device }) => one?.state === 'connected' && device.user === call.remoteUserId)?.app;
  if (!peer && !app) fail(page, 'is connected to nobody');
  if (call.media?.peer !== 'here') fail(page, 'is connected without the peer in media');
  const theirs = peer?.client.getState();
  if (!theirs?.call) return;
  if (theirs.call.type !== call.type) fail(page, `is in a call of type ${call.type}, and its peer of type ${theirs.call.type}`);
  if (call.typeRequest !== undefined) fail(page, `has had a request for video for long (${call.typeRequest})`);
  if (theirs.state !== 'connected') fail(page, `is connected, and its peer is ${theirs.state}`);
  if (page.media.opened.at(-1)?.published.video !== call.local.camera.track) fail(page, 'sends a kit another picture than that of its camera');
  const { camera, microphone } = theirs.call.local;
  if (call.remote.camera !== (camera.state === 'on')) fail(page, 'has a wrong idea of the camera of its peer');
  if (call.remote.microphone !== (microphone.state === 'on')) fail(page, 'has a wrong idea of the microphone of its peer');
}

/** Who says that the other side did something must have an other side that did it. */
const DONE_BY: Partial<Record<CallReason, readonly CallReason[]>> = {
  // `gone`, and closed by media: then any end will do.
  remoteHangup: [],
  // A callee that is rung anew by the same user, from another page or by a server, declines the call before (`superseded`).
  remoteRejected: ['localRejected', 'remoteCancelled', 'none'],
  remoteCancelled: [],
  remoteCallingTimeout: ['callingTimeout', 'signalLost', 'messageFailed'],
  // Busy on one device is busy on all; and a copy of the invite that was late may have rung for a moment.
  remoteCallBusy: ['none', 'answeredElsewhere', 'remoteCancelled', 'remoteHangup', 'localRejected', 'localHangup', 'callingTimeout', 'signalLost'],
};

/** Both sides of a call that is over give reasons that go together. CallAPI's apps are left out: their messages name other calls (§1.2, N-07). */
function checkReasons(stage: Stage, page: Page, course: (page: Page) => Course): void {
  for (const [callId, reason] of course(page).ends) {
    const allowed = DONE_BY[reason];
    if (!allowed || allowed.length === 0 || callId.startsWith(MATCHED)) continue;
    const others = stage.world.pages.filter((other) => other.name !== page.name && other.states.some((entry) => entry.callId === callId));
    const known = others.map((other) => course(other).ends.get(callId));
    // A page that signs out, or is not prepared yet, declines at once; another copy may ring where it is ready by then.
    if (reason === 'remoteRejected' && others.some(({ name }) => stage.world.pages.some((other) => other.name === name && other.states.some(({ state }) => state === 'idle')))) continue;
    if (others.length === 0 ? allowed.includes('none') || hasApps(stage) : known.some((other) => other === undefined || allowed.includes(other))) continue;
    fail(page, `ended ${callId} with ${reason}, and the other side with ${known.join(', ') || 'nothing'}`);
  }
}

const hasApps = (stage: Stage): boolean => stage.actors.some(({ device }) => device.kind !== 'kit');
