import type { AdapterOptions, MediaConnection, MediaEngine, MediaOpenOptions, TokenSource } from '@call-elements/core';
import { failedConnection } from '@call-elements/core/adapter';
import { AgoraConnection } from './connection.ts';
import { problem, settingsOf } from './options.ts';
import type { AgoraOptions } from './options.ts';
import { Room } from './room.ts';
import { loadSdk } from './sdk.ts';
import { toUid } from './uid.ts';

/** Media over Agora RTC. Both users of a call meet in the call's room. */
export function createAgoraMedia(options: AdapterOptions | AgoraOptions): MediaEngine & Required<Pick<MediaEngine, 'leaveAhead'>> {
  const settings = settingsOf(options);
  const { userId } = options;
  /** Joined before there was a call for it. */
  let ahead: Room | undefined;

  async function joinAhead(roomId: string, token: TokenSource | undefined): Promise<void> {
    if (ahead?.roomId === roomId && ahead.phase !== 'failed') return ahead.opened;
    void leaveAhead();
    const room = (ahead = new Room(roomId, userId, settings, token));
    try {
      await room.opened;
    } catch (error) {
      // A call has it, and tells; or it was given up.
      if (ahead !== room) return;
      ahead = undefined;
      throw error;
    }
  }

  async function leaveAhead(): Promise<void> {
    const room = ahead;
    ahead = undefined;
    await room?.leave();
  }

  function roomFor({ roomId, localUserId, token }: MediaOpenOptions): Room {
    if (ahead?.roomId !== roomId || localUserId !== userId || ahead.phase === 'failed') return new Room(roomId, localUserId, settings, token);
    const room = ahead;
    ahead = undefined;
    room.takeTokensFrom(token);
    return room;
  }

  return {
    name: 'agora',
    leaveAhead,
    async warmUp(room) {
      const wrong = problem(settings);
      if (wrong) throw wrong;
      if (room?.join) return joinAhead(room.roomId, room.token);
      const [{ preload }, token = null] = await Promise.all([loadSdk(), room?.token?.()]);
      // Asks for the edge now, and a join within two minutes needs not.
      if (room) await preload(settings.appId, room.roomId, token, toUid(userId));
    },
    open(open: MediaOpenOptions): MediaConnection {
      const wrong = problem(settings);
      return wrong ? failedConnection(wrong) : new AgoraConnection(roomFor(open), open, settings);
    },
  };
}
