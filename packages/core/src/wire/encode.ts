import { ACTIONS, AUDIO_CALL, BUSY_TEXT, VIDEO_CALL, WIRE_VERSION } from './message.ts';
import type { Message } from './message.ts';
import { encodeUserId } from './user-id.ts';

/** The message as CallAPI's clients want it (callapi.md §1.9): plain integers; what is undefined is left out, never null. */
export function encode(message: Message & { messageId: number; timestamp: number; remoteUserId: string }): string {
  return JSON.stringify({
    message_action: message.kind === 'call' ? (message.type === 'audio' ? AUDIO_CALL : VIDEO_CALL) : ACTIONS[message.kind],
    message_version: WIRE_VERSION,
    message_timestamp: Math.round(message.timestamp),
    fromUserId: encodeUserId(message.fromUserId),
    // On every message, not on calls alone: native demos tell caller and callee apart by it.
    remoteUserId: encodeUserId(message.remoteUserId),
    callId: message.callId,
    messageId: message.messageId,
    fromUserExtension: message.extension ?? (message.kind === 'call' ? {} : undefined),
    ...fieldsOf(message),
    kit: message.kit,
  });
}

function fieldsOf(message: Message): object {
  switch (message.kind) {
    case 'call':
      return { fromRoomId: message.roomId };
    case 'cancel':
      return { cancelCallByInternal: message.timeout ? 1 : 0 };
    case 'reject':
      return { rejectByInternal: message.busy ? 1 : 0, rejectReason: message.busy ? BUSY_TEXT : message.text };
    case 'hangup':
      return { hangupReason: message.text };
    default:
      return {};
  }
}
