import { CallError } from '@call-elements/core';
import { CONNECTED_AT, IDLE, PANEL, broken, ended, inCall, panel } from '../state.ts';
import type { Cell, GalleryState } from '../state.ts';

const OVER_PAGE = `${PANEL}<incoming-call silent></incoming-call>`;
const blocked = broken(new CallError('permissionDenied', ''));
const ringing: Cell['snapshots'] = (sitters) => [inCall('calling', sitters, { direction: 'incoming' })];
const connected: Cell['snapshots'] = (sitters) => [inCall('connected', sitters, { remote: { microphone: false, camera: true } })];
const trouble: Cell['snapshots'] = (sitters) => [inCall('connected', sitters, { local: { microphone: blocked, camera: blocked } })];
const over: Cell['snapshots'] = (sitters) => [inCall('connected', sitters), ended({ endReason: 'remoteHangup', connectedAt: CONNECTED_AT })];
const idle: Cell['snapshots'] = () => [IDLE];
const DIALS = '<call-panel silent user-id="bob"></call-panel>';

/** The words stay English: Arabic letters come from another font on every machine. */
const rightToLeft: readonly GalleryState[] = [
  panel('rtl-idle', idle, { dir: 'rtl', markup: DIALS }),
  panel('rtl-incoming', ringing, { dir: 'rtl', markup: OVER_PAGE }),
  panel('rtl-connected', connected, { dir: 'rtl' }),
  panel('rtl-banner', trouble, { dir: 'rtl' }),
  panel('rtl-ended', over, { dir: 'rtl' }),
];

const chinese: readonly GalleryState[] = [
  panel('zh-idle', idle, { lang: 'zh', unpictured: true, markup: DIALS }),
  panel('zh-incoming', ringing, { lang: 'zh', unpictured: true, markup: OVER_PAGE }),
  panel('zh-connected', connected, { lang: 'zh', unpictured: true }),
  panel('zh-banner', trouble, { lang: 'zh', unpictured: true }),
  panel('zh-ended', over, { lang: 'zh', unpictured: true }),
];

export const directions: readonly GalleryState[] = [...rightToLeft, ...chinese];
