import { CallError } from '@call-elements/core';
import { encodeUserId } from '@call-elements/core/adapter';

const ASCII = /^[\x20-\x7e]{1,255}$/;

/**
 * The user's name in the room. Numbers where CallAPI has numbers, so that native clients find each other; else Agora's string uids.
 * Both users of a call need the same kind: to a client with a number, others with strings have numbers that nobody knows.
 */
export function toUid(userId: string): number | string {
  if (!ASCII.test(userId)) throw new CallError('invalidArgument', `Agora takes user ids of up to 255 ASCII characters, and "${userId}" is none`);
  return encodeUserId(userId);
}

export function isUser(uid: number | string, userId: string): boolean {
  return String(uid) === userId;
}
