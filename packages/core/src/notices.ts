import type { Call } from './call/call.ts';
import type { Notice } from './call/session.ts';
import { stateOf, toEventInfo } from './info.ts';
import type { Notifier } from './notifier.ts';

/** What a session has to say, as CallAPI's callbacks. */
export function tellNotice(notifier: Notifier, call: Call, notice: Notice): void {
  const about = { callId: call.callId, roomId: call.roomId, currentUserId: call.localUserId };
  const { connectedAt = 0, endedAt = 0, epoch } = call;
  switch (notice.do) {
    case 'state':
      return notifier.tell('onCallStateChanged', stateOf(notice.call), notice.call.reason, notice.eventReason, toEventInfo(notice.call));
    case 'event':
      return notifier.tell('onCallEventChanged', notice.event, notice.eventReason);
    case 'error':
      return notifier.tell('onCallError', notice.error);
    case 'connected': {
      const callUserId = call.direction === 'outgoing' ? call.localUserId : call.remoteUserId;
      return notifier.tell('onCallConnected', { ...about, callUserId, timestamp: epoch + connectedAt });
    }
    case 'disconnected':
      return notifier.tell('onCallDisconnected', { ...about, hangupUserId: notice.by, timestamp: epoch + endedAt, duration: endedAt - connectedAt });
    default:
      return notice satisfies never;
  }
}
