import type { CallInfo } from '@call-elements/core';
import type { PanelView } from './panel-view.ts';

export type TilePlace = 'large' | 'small' | 'none';
export interface TilePlaces {
  readonly remote: TilePlace;
  readonly local: TilePlace;
}

/** Where the two pictures are. While it rings the peer's stays hidden; our own fills the screen of a caller. */
export function tilePlaces(view: PanelView, call: CallInfo | undefined, swapped: boolean): TilePlaces {
  if (call?.type !== 'video' || view === 'incoming' || view === 'idle' || view === 'ended') return { remote: 'none', local: 'none' };
  if (view === 'outgoing') return { remote: 'none', local: call.local.camera.state === 'on' ? 'large' : 'none' };
  return swapped ? { remote: 'small', local: 'large' } : { remote: 'large', local: 'small' };
}
