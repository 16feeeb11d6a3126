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
