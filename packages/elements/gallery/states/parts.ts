import { CallError } from '@call-elements/core';
import type { CallInfo, LocalDevice } from '@call-elements/core';
import { fakeMedia } from '../../src/testing/fake-client.ts';
import { NOW } from '../frozen-time.ts';
import { portraitUrl } from '../portraits.ts';
import { ASKING, IDLE, OFF, ON, broken, ended, inCall } from '../state.ts';
import type { Cell, GalleryState, Snapshot } from '../state.ts';

const FAILED = broken(new CallError('permissionDenied', ''));
const TALKING: Cell['snapshots'] = (sitters) => [inCall('connected', sitters)];
const RINGING: Cell['snapshots'] = (sitters) => [inCall('calling', sitters, { direction: 'incoming' })];
const DIALLING: Cell['snapshots'] = (sitters) => [inCall('calling', sitters)];
const ready: Cell['snapshots'] = () => [IDLE];
const busy: Cell['snapshots'] = () => [{ state: 'idle', signal: 'connecting' }];

const callButtons: readonly Cell[] = [
  { label: 'video', markup: '<call-button user-id="bob"></call-button>', snapshots: ready },
  { label: 'audio', markup: '<call-button user-id="bob" type="audio"></call-button>', snapshots: ready },
  { label: 'with words', markup: '<call-button user-id="bob">Ring Bob</call-button>', snapshots: ready },
  { label: 'disabled', markup: '<call-button user-id="bob"></call-button>', snapshots: busy },
  { label: 'disabled, audio', markup: '<call-button user-id="bob" type="audio"></call-button>', snapshots: busy },
];

const devices = (local: Partial<Record<'microphone' | 'camera', LocalDevice>>): Cell['snapshots'] => (sitters) => [
  inCall('connected', sitters, { local: { microphone: ON, camera: ON, ...local } }),
];

/** Every control in every state it knows; `caption` says what stands below it. */
function controls(caption: (words: string) => string): readonly Cell[] {
  const button = (label: string, tag: string, words: string, snapshots: Cell['snapshots']): Cell => ({ label, markup: `<${tag}>${caption(words)}</${tag.split(' ')[0]}>`, snapshots });
  const microphone = (label: string, snapshots: Cell['snapshots']): Cell => button(`microphone ${label}`, 'call-microphone-button', 'Mute', snapshots);
  const camera = (label: string, snapshots: Cell['snapshots']): Cell => button(`camera ${label}`, 'call-camera-button', 'Camera', snapshots);
  return [
    microphone('on', devices({})),
    microphone('off', devices({ microphone: OFF })),
    microphone('asking', devices({ microphone: ASKING })),
    microphone('failed', devices({ microphone: FAILED })),
    microphone('disabled', ready),
    camera('on', devices({})),
    camera('off', devices({ camera: OFF })),
    camera('asking', devices({ camera: ASKING })),
    camera('failed', devices({ camera: FAILED })),
    camera('disabled', ready),
    button('hang up', 'call-hangup-button', 'Hang up', TALKING),
    button('cancel', 'call-hangup-button', 'Cancel', DIALLING),
    button('hang up disabled', 'call-hangup-button', 'Hang up', ready),
    button('accept', 'call-accept-button', 'Accept', RINGING),
    button('accept, no camera', 'call-accept-button no-camera', 'No camera', RINGING),
    button('accept disabled', 'call-accept-button', 'Accept', ready),
    button('reject', 'call-reject-button', 'Decline', RINGING),
    button('reject disabled', 'call-reject-button', 'Decline', ready),
  ];
}

const STATUS = '<call-status></call-status>';
const statuses: readonly Cell[] = [
  { label: 'no provider', markup: STATUS, provider: 'signedOut' },
  ...Object.entries<Snapshot>({
    'signing in': { state: 'idle', signal: 'connecting' },
    ready: IDLE,
    'signal lost': { ...IDLE, signal: 'reconnecting' },
    failed: { state: 'failed', signal: 'failed' },
    ended: ended({ endReason: 'remoteRejected' }),
  }).map(([label, snapshot]): Cell => ({ label, markup: STATUS, snapshots: () => [snapshot] })),
  { label: 'dialling', markup: STATUS, snapshots: DIALLING },
  { label: 'ringing', markup: STATUS, snapshots: RINGING },
  { label: 'connecting', markup: STATUS, snapshots: (sitters) => [inCall('connecting', sitters)] },
  { label: 'connected', markup: STATUS, snapshots: TALKING },
  { label: 'reconnecting', markup: STATUS, snapshots: (sitters) => [inCall('connected', sitters, { media: fakeMedia({ phase: 'reconnecting' }) })] },
];

const timers = [0, 754, 3723, 36_000].map((seconds): Cell => ({
  label: `${seconds} s`,
  markup: '<call-timer></call-timer>',
  snapshots: (sitters) => [inCall('connected', sitters, { connectedAt: NOW - seconds * 1000 })],
}));

const faces = (): Record<string, { name: string; avatar?: string }> => ({
  bob: { name: 'Bob Miller' },
  carol: { name: 'carol' },
  dave: { name: 'Dave Okafor', avatar: portraitUrl('bob') },
  erin: { name: 'Erin Broken', avatar: 'data:image/png;base64,none' },
  nobody: { name: '' },
});
const avatars = ['bob', 'carol', 'dave', 'erin', 'nobody'].flatMap((user) =>
  [24, 40, 64, 120].map((size): Cell => ({ label: `${user}, ${size}`, people: faces, markup: `<call-avatar user-id="${user}" style="--call-avatar-size:${size}px"></call-avatar>`, snapshots: ready })),
);

const video = (label: string, attributes: string, part: Partial<CallInfo> = {}): Cell => ({
  label,
  markup: `<call-video ${attributes}></call-video>`,
  snapshots: (sitters) => [inCall('connected', sitters, part)],
});
const videos: readonly Cell[] = [
  video('remote', ''),
  video('remote, cover', 'cover'),
  video('remote, camera off', '', { remote: { microphone: true, camera: false } }),
  video('local', 'local'),
  video('local, camera off', 'local', { local: { microphone: ON, camera: OFF } }),
  { label: 'no call', markup: '<call-video></call-video>', snapshots: ready },
];

/** The elements alone, as a page composes them. */
export const parts: readonly GalleryState[] = [
  { name: 'call-buttons', layout: 'parts', cells: callButtons },
  { name: 'controls', layout: 'parts', cells: controls(() => '') },
  { name: 'controls-captioned', layout: 'parts', cells: controls((words) => words) },
  { name: 'statuses', layout: 'parts', cells: statuses },
  { name: 'timers', layout: 'parts', cells: timers },
  { name: 'avatars', layout: 'parts', cells: avatars },
  { name: 'videos', layout: 'parts', cells: videos },
];
