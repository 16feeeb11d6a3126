import type { Page } from '@call-elements/testing';

/** What a native app does in the room, as the page's media shows it. */
export function inRoom(page: Page, received: { audio?: boolean; video?: boolean } = {}): void {
  page.media.opened.at(-1)!.fault({ phase: 'connected', peer: 'here', received: { audio: false, video: false, ...received } });
}

export const PICTURE = { audio: true, video: true } as const;

/** The invite of a native app, user 9009, to user 1001. */
export const RING = { callId: 'NATIVE', fromRoomId: '9009', remoteUserId: 1001, messageId: 1, fromUserExtension: {} } as const;

export const ACTION = { videoCall: 0, cancel: 1, accept: 2, reject: 3, hangup: 4, audioCall: 10 } as const;
