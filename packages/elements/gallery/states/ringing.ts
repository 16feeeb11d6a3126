import { portraitUrl } from '../portraits.ts';
import { ASKING, OFF, PANEL, inCall, panel } from '../state.ts';
import type { Cell, GalleryState } from '../state.ts';

const OVER_PAGE = `${PANEL}<incoming-call silent></incoming-call>`;
const outgoing = (part = {}): Cell['snapshots'] => (sitters) => [inCall('calling', sitters, part)];
const incoming = (part = {}): Cell['snapshots'] => (sitters) => [inCall('calling', sitters, { direction: 'incoming', local: { microphone: OFF, camera: OFF }, ...part })];

export const ringing: readonly GalleryState[] = [
  panel('outgoing-video', outgoing()),
  panel('outgoing-video-asking', outgoing({ local: { microphone: ASKING, camera: ASKING } })),
  panel('outgoing-audio', outgoing({ type: 'audio' })),
  panel('incoming', incoming(), { markup: OVER_PAGE }),
  panel('incoming-audio', incoming({ type: 'audio' }), { markup: OVER_PAGE }),
  panel('incoming-picture', incoming(), { markup: OVER_PAGE, people: () => ({ bob: { name: 'Bob Miller', avatar: portraitUrl('bob') } }) }),
  panel('incoming-in-panel', incoming()),
  panel('incoming-in-panel-audio', incoming({ type: 'audio' })),
  panel('incoming-inline', incoming(), { markup: '<div class="column"><h1>Inbox</h1><incoming-call silent inline></incoming-call><p>Three messages, none of them new.</p></div>' }),
];
