import type { Track } from '@call-elements/core';
import type { FakeMedia } from './fake-media.ts';
import type { NativeRoom, NativeRoomOptions } from './native-app.ts';

const KINDS = { video: ['audio', 'video'], audio: ['audio'] } as const;

/** The room of a native app, where it meets pages: it publishes at once, and takes what its peer publishes (callapi.md §2.3). */
export function openRoom(media: FakeMedia, user: string, { roomId, peer, type, onFirst, onPeerLeft }: NativeRoomOptions): NativeRoom {
  const connection = media.open({
    callId: '',
    roomId,
    type,
    role: 'caller',
    localUserId: user,
    remoteUserId: String(peer),
    early: 'full',
    send: () => {},
    told: () => {},
  });
  const received = new Set<string>();
  connection.subscribe(() => {
    const { state } = connection;
    for (const kind of KINDS[type]) {
      if (!state.received[kind] || received.has(kind)) continue;
      received.add(kind);
      onFirst(kind);
    }
    if (state.peer === 'quit' || state.peer === 'dropped') onPeerLeft();
  });
  for (const kind of KINDS[type]) void connection.publish(kind, { id: `${user}-${kind}`, kind } satisfies Track);
  return { roomId, leave: () => void connection.close() };
}
