import { CallError } from '@call-elements/core';
import type { CallInfo } from '@call-elements/core';
import { fakeMedia } from '../../src/testing/fake-client.ts';
import { OFF, ON, PANEL, broken, inCall, panel } from '../state.ts';
import type { Cell, GalleryState } from '../state.ts';

const connected = (part: Partial<CallInfo>): Cell['snapshots'] => (sitters) => [inCall('connected', sitters, { canSwitchType: true, ...part })];
const AUDIO: Partial<CallInfo> = { type: 'audio', local: { microphone: ON, camera: OFF }, remote: { microphone: true, camera: false } };
const video = connected({});
const audio = connected(AUDIO);
const asking = connected({ ...AUDIO, typeRequest: 'outgoing' });
const asked = connected({ ...AUDIO, typeRequest: 'incoming' });
/** All that can stand above each other. */
const crowded = connected({
  ...AUDIO,
  typeRequest: 'incoming',
  local: { microphone: broken(new CallError('permissionDenied', '')), camera: OFF },
  remote: { microphone: false, camera: false },
  media: fakeMedia({ phase: 'reconnecting' }),
});
const LONG = 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondel';
const named = (name: string): Pick<Cell, 'people'> => ({ people: () => ({ bob: { name } }) });
const ACTIONS = '<call-panel silent><button slot="actions" class="own" aria-label="Share screen">S</button><button slot="actions" class="own" aria-label="Chat">C</button></call-panel>';

/** From audio to video and back. */
export const switching: readonly GalleryState[] = [
  panel('switch-audio', audio),
  panel('switch-video', video),
  panel('switch-video-actions', video, { markup: ACTIONS }),
  panel('asked-for-video', asking),
  panel('being-asked-for-video', asked),
  panel('rtl-being-asked-for-video', asked, { dir: 'rtl' }),
  panel('zh-switch-audio', audio, { lang: 'zh', unpictured: true }),
  panel('zh-asked-for-video', asking, { lang: 'zh', unpictured: true }),
  panel('zh-being-asked-for-video', asked, { lang: 'zh', unpictured: true }),
  {
    name: 'type-requests',
    layout: 'panels',
    cells: [
      { markup: PANEL, label: 'asking, long name', snapshots: asking, ...named(LONG) },
      { markup: PANEL, label: 'asked, long name', snapshots: asked, ...named(LONG) },
      { markup: PANEL, label: 'asked, and much else', snapshots: crowded },
    ],
  },
];
