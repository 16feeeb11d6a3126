import type { TrackKind } from '../media.ts';
import { CallError } from '../errors.ts';
import type { LocalDevice } from '../snapshot.ts';
import type { Announcement } from '../wire/message.ts';
import type { Announcing, Call, CallInput } from './call.ts';
import type { Step } from './step.ts';

export const OFF: LocalDevice = Object.freeze({ state: 'off', track: null });
const ASKING: LocalDevice = Object.freeze({ state: 'asking', track: null });

type Key = 'microphone' | 'camera';
const KINDS: readonly TrackKind[] = ['audio', 'video'];
const keyOf = (kind: TrackKind): Key => (kind === 'audio' ? 'microphone' : 'camera');

function setDevice(step: Step, kind: TrackKind, device: LocalDevice): void {
  step.set({ local: { ...step.call.local, [keyOf(kind)]: Object.freeze(device) } });
}

export function want(step: Step, kind: TrackKind, on: boolean): void {
  step.set({ wants: { ...step.call.wants, [keyOf(kind)]: on } });
}

/** Consent: a callee sends nothing before it accepts, unless its own page asked for CallAPI's early publishing. */
export function maySend(call: Call): boolean {
  return call.direction === 'outgoing' || call.phase !== 'calling' || call.settings.early === 'full';
}

/** Opens what is wanted and not open yet, and sends what is. */
export function openWanted(step: Step, onlyIfGranted = false): void {
  const { wants, capturing } = step.call;
  if (capturing) return;
  const missing = (kind: TrackKind) => wants[keyOf(kind)] && step.call.local[keyOf(kind)].state === 'off';
  const audio = missing('audio');
  const video = missing('video');
  if (audio || video) {
    for (const kind of KINDS) if (kind === 'audio' ? audio : video) setDevice(step, kind, ASKING);
    step.set({ capturing: { audio, video, onlyIfGranted } });
    step.do({ do: 'acquire', audio, video, onlyIfGranted });
  }
  if (maySend(step.call)) publishOpen(step);
}

/** To a connection that has none of it yet. */
export function publishOpen(step: Step): void {
  for (const kind of KINDS) {
    const { track } = step.call.local[keyOf(kind)];
    if (track) step.do({ do: 'publish', kind, track });
  }
}

export function onCaptured(step: Step, input: CallInput & { type: 'captured' }): void {
  const asked = step.call.capturing;
  step.set({ capturing: undefined });
  for (const kind of KINDS) {
    // The other kind may be busy with an opening of its own.
    if (!asked?.[kind]) continue;
    const device = step.call.local[keyOf(kind)];
    const track = input[kind];
    const error = input.errors[kind] ?? (asked.onlyIfGranted ? undefined : nothingOpened());
    if (track) onDeviceOpened(step, kind, track);
    else if (error && device.state === 'asking') setDevice(step, kind, { state: 'failed', track: null, error });
    else if (device.state === 'asking') setDevice(step, kind, OFF);
    // Back from a reload: nobody pressed a button, so nobody is asked.
    if (!track && asked.onlyIfGranted && step.call.resumed) want(step, kind, false);
  }
  const error = input.errors.video ?? input.errors.audio;
  // One report for one prompt, however many devices it was about.
  if (error) step.error(error);
  // `warm` opened what was granted before; what it could not open is asked for once the user has accepted.
  if (step.call.phase !== 'calling' || step.call.direction === 'outgoing') openWanted(step);
}

/** A capture that delivers neither a track nor a reason; asking it again would go on for ever. */
const nothingOpened = () => new CallError('deviceFailed', 'The device could not be opened.');

export function onDeviceOpened(step: Step, kind: TrackKind, track: NonNullable<LocalDevice['track']>): void {
  const key = keyOf(kind);
  const on = step.call.wants[key];
  // Switched off while it was opening.
  if (kind === 'video' && !on) return step.do({ do: 'stopDevice', kind });
  if (kind === 'audio') step.do({ do: 'mute', on: !on });
  else step.mark('localFirstFrameDidCapture');
  if (kind === 'video' && !step.call.local.camera.track) step.event('captureFirstLocalVideoFrame');
  setDevice(step, kind, { state: on ? 'on' : 'off', track });
  if (maySend(step.call)) step.do({ do: 'publish', kind, track });
}

export function onDeviceFailed(step: Step, input: CallInput & { type: 'deviceFailed' }): void {
  const device = step.call.local[keyOf(input.kind)];
  // A failed switch leaves what was open; and who has switched off meanwhile wanted nothing any more.
  if (device.state === 'asking') setDevice(step, input.kind, { state: 'failed', track: null, error: input.error });
  step.error(input.error);
}

export function onDeviceEnded(step: Step, kind: TrackKind): void {
  const device = step.call.local[keyOf(kind)];
  if (!device.track) return;
  const error = new CallError('deviceFailed', `The ${keyOf(kind)} was disconnected or taken away.`);
  setDevice(step, kind, { state: 'failed', track: null, error });
  step.do({ do: 'publish', kind, track: null }, { do: 'stopDevice', kind });
  step.error(error);
}

/** At accept: what was opened while it rang and is not wanted is closed (camera) or muted before anything is sent. */
export function closeUnwanted(step: Step): void {
  const { wants } = step.call;
  if (!wants.microphone) setMicrophone(step, false);
  if (!wants.camera) setCamera(step, false);
}

/** A ringing callee only notes its wish: nothing opens before it accepts. */
const notesOnly = (call: Call) => call.direction === 'incoming' && call.phase === 'calling' && call.settings.early !== 'full';

export function setMicrophone(step: Step, on: boolean): void {
  const { track } = step.call.local.microphone;
  want(step, 'audio', on);
  if (track) {
    step.do({ do: 'mute', on: !on });
    setDevice(step, 'audio', { state: on ? 'on' : 'off', track });
  } else if (!notesOnly(step.call)) {
    toggleClosed(step, 'audio', on);
  }
}

export function setCamera(step: Step, on: boolean): void {
  if (step.call.type === 'audio' && on) {
    step.do({ do: 'refuse', why: 'an audio call has no camera to switch on' });
    return;
  }
  want(step, 'video', on);
  const { track } = step.call.local.camera;
  if (track && !on) {
    // Stopped, not muted: the camera's light goes off.
    if (maySend(step.call)) step.do({ do: 'publish', kind: 'video', track: null });
    step.do({ do: 'stopDevice', kind: 'video' });
    setDevice(step, 'video', OFF);
  } else if (!track && !notesOnly(step.call)) {
    toggleClosed(step, 'video', on);
  }
}

function toggleClosed(step: Step, kind: TrackKind, on: boolean): void {
  const { state } = step.call.local[keyOf(kind)];
  if (!on) {
    setDevice(step, kind, OFF);
  } else if (state !== 'asking') {
    setDevice(step, kind, ASKING);
    step.do({ do: 'openDevice', kind });
  }
}

export function selectDevice(step: Step, kind: TrackKind, deviceId: string): void {
  step.do({ do: 'preferDevice', kind, deviceId });
  if (step.call.local[keyOf(kind)].track) step.do({ do: 'openDevice', kind, deviceId });
}

function announcement(call: Call): Announcement {
  const { microphone, camera } = call.local;
  const willBe = (device: LocalDevice) => device.state === 'on' || device.state === 'asking';
  const asking = microphone.state === 'asking' || camera.state === 'asking';
  return { audio: willBe(microphone), video: willBe(camera), ...(asking ? { asking } : {}), ...(call.settings.resumes ? { resumes: true } : {}) };
}

/** Says what is on, or about to be; remembered, so that a change of it is noticed. */
export function announce(step: Step, kind: Announcing['kind'], more: Pick<Announcing, 'resume' | 'switch'> = {}): void {
  const media = announcement(step.call);
  step.set({ announced: media });
  step.send({ ...more, kind, media });
}

/** Tells a kit when what it was told has changed. */
export function announceChange(step: Step): void {
  const { agreed, announced, phase, peer, resumed } = step.call;
  // Before the peer has heard that we are back, it would be from a stranger, and taken for read.
  if (resumed && !agreed) return;
  if (!announced || peer.kind !== 'kit' || (phase !== 'connecting' && phase !== 'connected')) return;
  const media = announcement(step.call);
  if (media.audio === announced.audio && media.video === announced.video && media.asking === announced.asking) return;
  announce(step, 'status');
}
