import type { Emulators } from '@call-elements/emulators';

/** What a native client hears: JSON from whom the service says, or why it could not even look at it. */
export interface Heard {
  readonly from: string;
  readonly json?: string;
  readonly problem?: string;
  /** As it came, for that. */
  readonly what: unknown;
}

/** What CallAPI's messages go over, in the form that its own clients use there. */
export interface NativeWire {
  send(to: string, json: string): void;
  leave(): void;
}

export type NativeSignal = 'rtm' | 'easemob';

export function openWire(signal: NativeSignal, emulators: Emulators, userId: string, onMessage: (message: Heard) => void): NativeWire {
  return signal === 'rtm' ? rtmWire(emulators, userId, onMessage) : easemobWire(emulators, userId, onMessage);
}

/** Bytes. */
function rtmWire({ rtm }: Emulators, userId: string, onMessage: (message: Heard) => void): NativeWire {
  const user = rtm.logIn(userId);
  user.onMessage(({ from, text, bytes, toChannel }) => {
    if (text !== undefined) return onMessage({ from, problem: 'it is text, not bytes', what: text });
    if (toChannel) return onMessage({ from, problem: 'it is for a channel', what: bytes });
    try {
      onMessage({ from, json: new TextDecoder('utf-8', { fatal: true }).decode(bytes), what: bytes });
    } catch {
      onMessage({ from, problem: 'it is not UTF-8: Android crashes', what: bytes });
    }
  });
  return {
    send: (to, json) => void user.send(to, new TextEncoder().encode(json)),
    leave: () => user.leave(),
  };
}

/** Texts of a single chat, for those who are there. Commands and acks come to other handlers, which they have not. */
function easemobWire({ easemob }: Emulators, userId: string, onMessage: (message: Heard) => void): NativeWire {
  const user = easemob.logIn(userId);
  user.onMessage(({ from, kind, text, onlineOnly }) => {
    if (kind === 'text') onMessage({ from, what: text, ...(onlineOnly ? { json: text! } : { problem: 'it is kept, and would ring when all is over' }) });
    else if (kind !== 'deliveryAck') onMessage({ from, problem: `it is a ${kind}, not a text`, what: text });
  });
  return {
    send: (to, text) => void user.send(to, { text, onlineOnly: true }),
    leave: () => user.leave(),
  };
}
