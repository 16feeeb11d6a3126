import type { CallInfo } from '@call-elements/core';
import { reasonWords } from '../reason-words.ts';
import type { Word } from '../words.ts';
import type { ScreenModel } from './call-screen.ts';

/** That it rings. */
export function alarm({ type }: CallInfo, name: string, word: Word): string {
  return word(type === 'video' ? 'isVideoCalling' : 'isCalling', { name });
}

/** What of the peer is off. */
function off({ type, remote }: CallInfo, name: string, word: Word): string {
  const said = [!remote.microphone && word('peerIsMuted', { name }), type === 'video' && !remote.camera && word('peerCameraOff', { name })];
  return said.filter(Boolean).join('\n');
}

/** What is going on, for those who hear the page: the panel's live region says it whenever it changes. */
export function announcement({ call, person: { name }, view, asked, word }: Pick<ScreenModel, 'call' | 'person' | 'view' | 'asked' | 'word'>): string {
  switch (view) {
    case 'outgoing':
      return word('callingPeer', { name });
    case 'incoming':
      // Where there is an <incoming-call>, that says it.
      return asked ? alarm(call, name, word) : '';
    case 'connecting':
      return word('connecting');
    case 'connected':
      if (call.media?.phase === 'reconnecting') return word('reconnecting');
      if (call.typeRequest) return word(call.typeRequest === 'incoming' ? 'asksForVideo' : 'askedForVideo', { name });
      return off(call, name, word) || word('connectedTo', { name });
    case 'ended':
      return reasonWords(call, name, word);
    case 'idle':
      return '';
    default:
      return view satisfies never;
  }
}
