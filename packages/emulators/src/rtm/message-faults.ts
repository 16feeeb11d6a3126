import type { DisguiseOptions, MessageFault, MessageFaultOptions, MessageFaults } from '../faults.ts';
import { Rule } from '../rule.ts';
import type { RtmMessage } from './message.ts';

/** What becomes of a message. */
export type Fate =
  | { readonly kind: 'pass' | 'drop' }
  | { readonly kind: 'delay'; readonly ms: number; readonly disguised: boolean }
  | { readonly kind: 'behindNext'; readonly disguised: boolean }
  | { readonly kind: 'duplicate'; readonly copies: number; readonly disguised: boolean }
  | { readonly kind: 'refuse'; readonly code: number };

/** What becomes of its ack: passed on after so long, or not at all. */
export interface AckFate {
  readonly afterMs: number;
}

const PASS: Fate = { kind: 'pass' };
const AT_ONCE: AckFate = { afterMs: 0 };

/** The faults at work, in the order in which they were set. */
export class MessageFaultList implements MessageFaults {
  readonly #onWay: Rule<Fate, RtmMessage>[] = [];
  readonly #onAck: Rule<AckFate, RtmMessage>[] = [];
  readonly #cleared: () => void;

  constructor(cleared: () => void) {
    this.#cleared = cleared;
  }

  fateOf(message: RtmMessage): Fate {
    return this.#onWay.find((rule) => rule.strikes(message))?.what ?? PASS;
  }

  ackFateOf(message: RtmMessage): AckFate {
    return this.#onAck.find((rule) => rule.strikes(message))?.what ?? AT_ONCE;
  }

  drop(options: MessageFaultOptions = {}): MessageFault {
    return new Rule<Fate, RtmMessage>({ kind: 'drop' }, options, this.#onWay);
  }

  delay(ms: number, { disguised = false, ...options }: DisguiseOptions = {}): MessageFault {
    return new Rule<Fate, RtmMessage>({ kind: 'delay', ms, disguised }, options, this.#onWay);
  }

  reorder({ disguised = false, ...options }: DisguiseOptions = {}): MessageFault {
    return new Rule<Fate, RtmMessage>({ kind: 'behindNext', disguised }, options, this.#onWay);
  }

  duplicate({ copies = 1, disguised = false, ...options }: DisguiseOptions & { copies?: number } = {}): MessageFault {
    return new Rule<Fate, RtmMessage>({ kind: 'duplicate', copies, disguised }, options, this.#onWay);
  }

  refuse(code: number, options: MessageFaultOptions = {}): MessageFault {
    return new Rule<Fate, RtmMessage>({ kind: 'refuse', code }, options, this.#onWay);
  }

  loseAck(options: MessageFaultOptions = {}): MessageFault {
    return new Rule<AckFate, RtmMessage>({ afterMs: Infinity }, options, this.#onAck);
  }

  delayAck(ms: number, options: MessageFaultOptions = {}): MessageFault {
    return new Rule<AckFate, RtmMessage>({ afterMs: ms }, options, this.#onAck);
  }

  clear(): void {
    this.#onWay.length = 0;
    this.#onAck.length = 0;
    this.#cleared();
  }
}
