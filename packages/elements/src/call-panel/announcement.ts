import { reasonWords } from '../reason-words.ts';
import type { ScreenModel } from './call-screen.ts';

/** What is going on, for those who hear the page: the panel's live region says it whenever it changes. */
export function announcement({ call, person: { name }, view, asked, word }: Pick<ScreenModel, 'call' | 'person' | 'view' | 'asked' | 'word'>): string {
  switch (view) {
    case 'outgoing':
      return word('callingPeer', { name });
    case 'incoming':
      // Where there is an <incoming-call>, that says it.
      return asked ? word('isCalling', { name }) : '';
    case 'connecting':
      return word('connecting');
    case 'connected':
      if (call.media?.phase === 'reconnecting') return word('reconnecting');
      if (!call.remote.microphone) return word('peerIsMuted', { name });
      if (call.type === 'video' && !call.remote.camera) return word('peerCameraOff', { name });
      return word('connectedTo', { name });
    case 'ended':
      return reasonWords(call, name, word);
    case 'idle':
      return '';
    default:
      return view satisfies never;
  }
}
