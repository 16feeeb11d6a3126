import type { CallInfo } from '@call-elements/core';
import { fakeMedia } from '../../src/testing/fake-client.ts';
import { portraitUrl } from '../portraits.ts';
import { OFF, ON, inCall, panel } from '../state.ts';
import type { Cell, GalleryState, Sitters } from '../state.ts';

type Part = (sitters: Sitters) => Partial<CallInfo>;
const connecting = (part?: Part): Cell['snapshots'] => (sitters) => [inCall('connecting', sitters, part?.(sitters))];
const connected = (part?: Part): Cell['snapshots'] => (sitters) => [inCall('connected', sitters, part?.(sitters))];
const AUDIO = { type: 'audio' } as const;
const audio: Part = () => AUDIO;
const muted: Part = ({ local }) => ({ local: { microphone: OFF, camera: { state: 'on', track: local } } });
const cameraOff: Part = () => ({ local: { microphone: ON, camera: OFF } });
const remoteCameraOff: Part = () => ({ remote: { microphone: true, camera: false } });
const remoteMuted: Part = () => ({ remote: { microphone: false, camera: true } });
const allOff: Part = () => ({ local: { microphone: OFF, camera: OFF }, remote: { microphone: false, camera: false } });
const reconnecting: Part = ({ remote }) => ({ media: fakeMedia({ phase: 'reconnecting', remote: { audio: null, video: remote }, received: { audio: true, video: true } }) });
/** Its page is being reloaded: the old connection is closed, and the new one is not there yet. */
const away: Part = () => ({ media: fakeMedia({ phase: 'reconnecting', peer: 'quit' }) });

export const talking: readonly GalleryState[] = [
  panel('connecting', connecting()),
  panel('connecting-audio', connecting(audio)),
  panel('connected', connected()),
  panel('connected-cover', connected(), { markup: '<call-panel silent cover></call-panel>' }),
  panel('connected-audio', connected(audio)),
  panel('connected-audio-picture', connected(audio), { people: () => ({ bob: { name: 'Bob Miller', avatar: portraitUrl('bob') } }) }),
  panel('connected-actions', connected(), {
    markup: '<call-panel silent><button slot="actions" class="own" aria-label="Share screen">S</button><button slot="actions" class="own" aria-label="Chat">C</button></call-panel>',
  }),
  panel('muted', connected(muted)),
  panel('camera-off', connected(cameraOff)),
  panel('remote-camera-off', connected(remoteCameraOff)),
  panel('remote-muted', connected(remoteMuted)),
  panel('remote-muted-audio', connected(() => ({ ...AUDIO, remote: { microphone: false, camera: false } }))),
  panel('all-off', connected(allOff)),
  panel('swapped', connected(), { press: 'swap' }),
  panel('reconnecting', connected(reconnecting)),
  panel('reconnecting-audio', connected((sitters) => ({ ...AUDIO, ...reconnecting(sitters) }))),
  panel('peer-reloads', connected(away)),
  panel('peer-reloads-audio', connected((sitters) => ({ ...AUDIO, ...away(sitters) }))),
  panel('signal-lost-in-call', (sitters) => [{ ...inCall('connected', sitters), signal: 'reconnecting' }]),
  panel('sound-blocked', connected(), { audioBlocked: true }),
  panel('sound-blocked-audio', connected(audio), { audioBlocked: true }),
];
