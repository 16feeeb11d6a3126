import { expect } from 'chai';
import type { Wire } from './scripted-peer.ts';

const isInteger = (value: unknown, min: number, max: number): boolean => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** Every row of callapi.md §1.9, for a message between numeric users. */
export function expectNativeSafe(message: Wire): void {
  const what = JSON.stringify(message);
  const check = (ok: boolean, rule: string) => expect(ok, `${rule}: ${what}`).to.equal(true);
  check(message['message_version'] === '1.0', 'version is the string 1.0');
  check(isInteger(message.message_action, 0, 2 ** 31 - 1), 'action is an integer');
  check(isInteger(message['message_timestamp'], 1e12, 1e13 - 1), 'timestamp has 13 digits');
  check(isInteger(message['fromUserId'], 1, 2 ** 31 - 1), 'fromUserId is a 31 bit integer');
  check(isInteger(message['remoteUserId'], 1, 2 ** 31 - 1), 'remoteUserId is a 31 bit integer');
  check(isInteger(message['messageId'], 1, Number.MAX_SAFE_INTEGER), 'messageId is an integer');
  check(isText(message.callId), 'callId is a text');
  const isCall = message.message_action === 0 || message.message_action === 10;
  if (isCall) check(isText(message['fromRoomId']), 'a call has a room');
  const extension = message['fromUserExtension'];
  check(isCall ? typeof extension === 'object' && extension !== null : extension === undefined || (typeof extension === 'object' && extension !== null), 'extension is an object');
  if (message.message_action === 1) check(isInteger(message['cancelCallByInternal'], 0, 1), 'cancel has its flag');
  if (message.message_action === 3) check(isInteger(message['rejectByInternal'], 0, 1), 'reject has its flag');
  if (message['rejectByInternal'] === 1) check(message['rejectReason'] === 'The user is currently busy', 'busy text is the native one');
  for (const key of ['rejectReason', 'hangupReason']) if (key in message) check(typeof message[key] === 'string', `${key} is a text`);
  check(!what.includes('null'), 'nothing is null');
}
