/** What CallAPI's clients write and read, as an object. */
export type NativeMessage = Readonly<Record<string, unknown>>;
export type NativePlatform = 'ios' | 'android';

export const NATIVE = { videoCall: 0, cancel: 1, accept: 2, reject: 3, hangup: 4, audioCall: 10 } as const;
const ACTIONS = Object.values(NATIVE) as number[];

const MAX_INT = 2 ** 31 - 1;

export type NativeReading =
  | { readonly message: NativeMessage }
  /** Why nothing comes of it. `crash`: it takes the whole app with it. */
  | { readonly problem: string; readonly crash?: boolean };

/** A message as the platform's parser sees it (callapi.md §1.5): what is dropped, and what Android does not survive. */
export function readNative(text: string, platform: NativePlatform): NativeReading {
  const android = platform === 'android';
  const message = parse(text);
  if (!message) return { problem: 'it is no JSON object', crash: android };
  const action = message['message_action'] ?? NATIVE.videoCall;
  const isCall = action === NATIVE.videoCall || action === NATIVE.audioCall;
  if (message['message_version'] !== '1.0') return { problem: 'its version is not "1.0"' };
  if (android) {
    const { message_timestamp: timestamp, fromUserId } = message;
    // A Java Long, and a Java Int.
    if (!Number.isSafeInteger(timestamp) || (timestamp as number) <= MAX_INT) return { problem: 'its timestamp is no number of milliseconds' };
    if (!isInt(fromUserId)) return { problem: 'its fromUserId is no 31 bit number' };
    if (isCall && !(isText(message['callId']) && isText(message['fromRoomId']))) return { problem: 'it is a call without call id or room', crash: true };
  }
  if (!ACTIONS.includes(action as number)) return { problem: `it has the unknown action ${String(action)}` };
  if (isCall && !isInt(message['remoteUserId'])) return { problem: 'it is a call for nobody: the demos show no dialog' };
  return { message: { ...message, message_action: action, fromUserId: isInt(message['fromUserId']) ? message['fromUserId'] : 0 } };
}

/** Android takes the number 1 only, iOS `true` as well. */
export function nativeFlag(message: NativeMessage, key: string, platform: NativePlatform): boolean {
  return message[key] === 1 || (platform === 'ios' && message[key] === true);
}

function parse(text: string): NativeMessage | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as NativeMessage) : undefined;
  } catch {
    return undefined;
  }
}

const isInt = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0 && (value as number) <= MAX_INT;
const isText = (value: unknown): boolean => typeof value === 'string';
