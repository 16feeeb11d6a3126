import { expect } from 'chai';

const isInteger = (value: unknown, min: number, max: number): boolean => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const MAX_ID = 2 ** 31 - 1;
const TEXTS = ['rejectReason', 'hangupReason'] as const;

/** What CallAPI's native clients could not make of a message: every row of callapi.md §1.9 that it breaks. */
export function nativeProblems(message: Readonly<Record<string, unknown>>): string[] {
  const action = message['message_action'];
  const isCall = action === 0 || action === 10;
  const extension = message['fromUserExtension'];
  const checks: [string, boolean][] = [
    ['version is the string 1.0', message['message_version'] === '1.0'],
    ['action is an integer', isInteger(action, 0, MAX_ID)],
    ['timestamp has 13 digits', isInteger(message['message_timestamp'], 1e12, 1e13 - 1)],
    ['fromUserId is a 31 bit integer', isInteger(message['fromUserId'], 1, MAX_ID)],
    ['remoteUserId is a 31 bit integer', isInteger(message['remoteUserId'], 1, MAX_ID)],
    ['messageId is an integer', isInteger(message['messageId'], 1, Number.MAX_SAFE_INTEGER)],
    ['callId is a text', isText(message['callId'])],
    ['a call has a room', !isCall || isText(message['fromRoomId'])],
    ['extension is an object', isObject(extension) || (extension === undefined && !isCall)],
    ['cancel has its flag', action !== 1 || isInteger(message['cancelCallByInternal'], 0, 1)],
    ['reject has its flag', action !== 3 || isInteger(message['rejectByInternal'], 0, 1)],
    ['busy text is the native one', message['rejectByInternal'] !== 1 || message['rejectReason'] === 'The user is currently busy'],
    ...TEXTS.map((key): [string, boolean] => [`${key} is a text`, message[key] === undefined || typeof message[key] === 'string']),
    ['nothing is null', !JSON.stringify(message).includes('null')],
  ];
  return checks.filter(([, holds]) => !holds).map(([rule]) => rule);
}

/** For a message between numeric users. */
export function expectNativeSafe(message: Readonly<Record<string, unknown>>): void {
  expect(nativeProblems(message), JSON.stringify(message)).to.deep.equal([]);
}
