import type { CallInfo, CallSnapshot } from '@call-elements/core';
import { isRinging } from '../call-rules.ts';

export type PanelView = 'idle' | 'outgoing' | 'incoming' | 'connecting' | 'connected' | 'ended';

/** What the panel is about. `ended` is the call whose end it still shows. */
export function panelView(snapshot: CallSnapshot | undefined, ended: CallInfo | undefined): PanelView {
  switch (snapshot?.call && snapshot.state) {
    case 'calling':
      return isRinging(snapshot) ? 'incoming' : 'outgoing';
    case 'connecting':
      return 'connecting';
    case 'connected':
      return 'connected';
    default:
      return ended ? 'ended' : 'idle';
  }
}

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
