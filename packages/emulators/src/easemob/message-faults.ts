import type { MessageFault, MessageFaultOptions } from '../faults.ts';
import { Rule } from '../rule.ts';
import type { EasemobFaultOptions, EasemobMessageFaults } from './faults.ts';
import { userIdOf } from './message.ts';
import type { EasemobMessage } from './message.ts';
import type { Status } from './schema.ts';

/** What becomes of a message. */
export type Fate =
  | { readonly kind: 'drop' }
  /** Now or later, once or more often. */
  | { readonly kind: 'pass'; readonly afterMs: number; readonly times: number }
  | { readonly kind: 'refuse'; readonly status: Status };

/** What becomes of its ack: passed on after so long, or never, or the sender's sockets are reset instead. */
export interface AckFate {
  readonly afterMs: number;
  readonly cut: boolean;
}

type Options = MessageFaultOptions<EasemobMessage>;

const PASS: Fate = { kind: 'pass', afterMs: 0, times: 1 };
const AT_ONCE: AckFate = { afterMs: 0, cut: false };

/** The faults at work, in the order in which they were set. */
export class MessageFaultList implements EasemobMessageFaults {
  readonly #onWay: Rule<Fate, EasemobMessage>[] = [];
  readonly #onAck: Rule<AckFate, EasemobMessage>[] = [];
  readonly #onPull: Rule<'cut', EasemobMessage>[] = [];

  fateOf(message: EasemobMessage): Fate {
    return this.#onWay.find((rule) => rule.strikes(message))?.what ?? PASS;
  }

  ackFateOf(message: EasemobMessage): AckFate {
    return this.#onAck.find((rule) => rule.strikes(message))?.what ?? AT_ONCE;
  }

  cutsPullOf(message: EasemobMessage): boolean {
    return this.#onPull.some((rule) => rule.strikes(message));
  }

  drop(options?: EasemobFaultOptions): MessageFault {
    return this.#way({ kind: 'drop' }, options);
  }

  delay(ms: number, options?: EasemobFaultOptions): MessageFault {
    return this.#way({ kind: 'pass', afterMs: ms, times: 1 }, options);
  }

  duplicate({ copies = 1, ...options }: EasemobFaultOptions & { copies?: number } = {}): MessageFault {
    return this.#way({ kind: 'pass', afterMs: 0, times: 1 + copies }, options);
  }

  refuse(code: number, { reason = '', ...options }: EasemobFaultOptions & { reason?: string } = {}): MessageFault {
    return this.#way({ kind: 'refuse', status: { errorCode: code, reason } }, options);
  }

  loseAck(options?: EasemobFaultOptions): MessageFault {
    return this.#ack({ afterMs: Infinity, cut: false }, options);
  }

  delayAck(ms: number, options?: EasemobFaultOptions): MessageFault {
    return this.#ack({ afterMs: ms, cut: false }, options);
  }

  cutBeforeAck(options?: EasemobFaultOptions): MessageFault {
    return this.#ack({ afterMs: 0, cut: true }, options);
  }

  cutBeforePull(options?: EasemobFaultOptions): MessageFault {
    return new Rule('cut', matching(options), this.#onPull);
  }

  clear(): void {
    for (const rules of [this.#onWay, this.#onAck, this.#onPull]) rules.length = 0;
  }

  #way(what: Fate, options?: EasemobFaultOptions): MessageFault {
    return new Rule(what, matching(options), this.#onWay);
  }

  #ack(what: AckFate, options?: EasemobFaultOptions): MessageFault {
    return new Rule(what, matching(options), this.#onAck);
  }
}

const isNoAck = ({ kind }: EasemobMessage): boolean => kind !== 'readAck' && kind !== 'deliveryAck';

const isIt = (wanted: string | undefined, userId: string): boolean => wanted === undefined || userIdOf(wanted) === userId;

function matching({ from, to, match = isNoAck, times }: EasemobFaultOptions = {}): Options {
  const isBetween = (message: EasemobMessage): boolean => isIt(from, message.from) && isIt(to, message.to);
  return { times, match: (message) => isBetween(message) && match(message) };
}
