import { IDLE, PANEL, panel } from '../state.ts';
import type { GalleryState } from '../state.ts';

const CALLS_BOB = '<call-panel silent user-id="bob"></call-panel>';

/** Without a call. */
export const idle: readonly GalleryState[] = [
  panel('idle', () => [IDLE]),
  panel('idle-user', () => [IDLE], { markup: CALLS_BOB }),
  panel('idle-user-audio', () => [IDLE], { markup: '<call-panel silent user-id="bob" type="audio"></call-panel>' }),
  panel('signing-in', () => [{ state: 'idle', signal: 'connecting' }], { markup: CALLS_BOB }),
  panel('signed-out', undefined, { provider: 'signedOut' }),
  panel('offline', undefined, { markup: PANEL, provider: false }),
  panel('offline-user', undefined, { markup: CALLS_BOB, provider: false }),
  panel('signal-lost', () => [{ ...IDLE, signal: 'reconnecting' }], { markup: CALLS_BOB }),
  panel('failed', () => [{ state: 'failed', signal: 'failed' }], { markup: CALLS_BOB }),
];
