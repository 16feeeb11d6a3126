import { CONNECTED_AT, PANEL, ended, inCall, panel } from '../state.ts';
import type { Cell, GalleryState } from '../state.ts';

/** As long as a user id may be. */
const LONG = 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondel';
const OVER_PAGE = `${PANEL}<incoming-call silent></incoming-call>`;
const named = (name: string): Pick<Cell, 'people'> => ({ people: () => ({ bob: { name } }) });
const calling: Cell['snapshots'] = (sitters) => [inCall('calling', sitters)];
const ringing: Cell['snapshots'] = (sitters) => [inCall('calling', sitters, { direction: 'incoming' })];
const connected: Cell['snapshots'] = (sitters) => [inCall('connected', sitters)];
const over: Cell['snapshots'] = (sitters) => [inCall('connected', sitters), ended({ endReason: 'remoteHangup', connectedAt: CONNECTED_AT })];

const everywhere = (name: string): readonly Cell[] => [
  { ...named(name), markup: PANEL, snapshots: calling, label: 'calling' },
  { ...named(name), markup: PANEL, snapshots: ringing, label: 'ringing' },
  { ...named(name), markup: PANEL, snapshots: connected, label: 'connected' },
  { ...named(name), markup: PANEL, snapshots: over, label: 'ended' },
];

export const names: readonly GalleryState[] = [
  panel('long-name-calling', calling, named(LONG)),
  panel('long-name-incoming', ringing, { markup: OVER_PAGE, ...named(LONG) }),
  panel('long-name', connected, named(LONG)),
  panel('long-name-ended', over, named(LONG)),
  panel('many-words', over, named('Maria del Carmen de los Ángeles Fernández-Villaverde y Ruiz')),
  { name: 'chinese-names', layout: 'panels', cells: everywhere('欧阳娜娜·司马相如'), unpictured: true },
  { name: 'arabic-names', layout: 'panels', cells: everywhere('عبد الرحمن بن محمد الفيصل'), unpictured: true },
];
