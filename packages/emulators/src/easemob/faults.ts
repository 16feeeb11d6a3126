import type { MessageFault, MessageFaultOptions } from '../faults.ts';
import type { EasemobMessage } from './message.ts';

/** How the REST service meets its clients: passwords, new tokens, registering. Logins with a token do not ask it. */
export type RestState =
  | 'up'
  /** The connection is reset. */
  | 'reset'
  /** The request is never answered. */
  | 'silent'
  /** An answer that is no answer: 429 is too often, 503 out of order. */
  | { readonly status: number };

/** What becomes of a login instead of a judgement: it is never answered, its socket is closed, or it is refused with this number. */
export type LoginFate = 'silent' | 'close' | number;

/** Why the service throws a device out, in its own numbers. The SDK calls them 207, 206, 216 and 217. */
export const KICKS = { removed: 1, otherDevice: 2, passwordChanged: 3, byOtherDevice: 4 } as const;
export type KickReason = keyof typeof KICKS | number;

/** What the real service does here is not known, or is set for each app. */
export interface EasemobPolicy {
  /**
   * `anybody` gets in with any token, or any password, that is not empty. What was registered or made here is judged all the same.
   * `registered`: nobody else, and nobody can write to others.
   */
  accounts: 'anybody' | 'registered';
  /** Whether a login from another device ends the one before, or both hear everything. */
  devices: 'single' | 'several';
  /** A device that is there is told of a message and fetches it, or gets it at once, and then it counts as heard. */
  delivery: 'notice' | 'push';
  /** How many messages a device gets at a time. */
  batch: number;
}

export const EASEMOB_POLICY: EasemobPolicy = { accounts: 'anybody', devices: 'single', delivery: 'notice', batch: 20 };

/** Without any of these, a fault is for all texts, commands and custom messages, but not for the acks that SDKs send by themselves. */
export interface EasemobFaultOptions extends MessageFaultOptions<EasemobMessage> {
  readonly from?: string;
  readonly to?: string;
}

/**
 * What happens to messages on their way. A message is struck by the first fault that matches, of those for its way and of those for its ack.
 * The SDK repeats nothing: without an ack `send()` fails after 15 s with 512, and the SDK connects anew.
 */
export interface EasemobMessageFaults {
  /** Takes it, forgets it, and does not answer. */
  drop(options?: EasemobFaultOptions): MessageFault;
  /** Answers, and passes it on later. */
  delay(ms: number, options?: EasemobFaultOptions): MessageFault;
  /** Passes it on more than once, each time under another id: for the SDK these are different messages. */
  duplicate(options?: EasemobFaultOptions & { readonly copies?: number }): MessageFault;
  /** The message arrives, its ack does not. */
  loseAck(options?: EasemobFaultOptions): MessageFault;
  delayAck(ms: number, options?: EasemobFaultOptions): MessageFault;
  /** The message arrives, and in place of its ack the sockets of the sender are reset: `send()` fails at once with 510. */
  cutBeforeAck(options?: EasemobFaultOptions): MessageFault;
  /** The message waits, and when its receiver asks for it, the receiver's sockets are reset. */
  cutBeforePull(options?: EasemobFaultOptions): MessageFault;
  /** Answers with this number, and a reason that the SDK looks at too: 1 and "blocked" is 603; 7 and "traffic limit" 509; 15 is 507. */
  refuse(code: number, options?: EasemobFaultOptions & { readonly reason?: string }): MessageFault;
  /** Removes all of them. */
  clear(): void;
}
