import type { CallListener } from './listener.ts';
import type { Log } from './log.ts';
import type { Mailbox } from './mailbox.ts';
import type { CallInfo } from './snapshot.ts';

type Callbacks = Omit<Required<CallListener>, 'shouldRing' | 'canJoinRtcOnCalling'>;

/** Tells listeners and subscribers, through the mailbox: in order, and never from inside what they did. */
export class Notifier {
  readonly #mailbox: Mailbox;
  readonly #log: Log;
  readonly #listeners = new Set<CallListener>();
  readonly #subscribers = new Set<() => void>();
  #changePending = false;

  constructor(mailbox: Mailbox, log: Log) {
    this.#mailbox = mailbox;
    this.#log = log;
  }

  add(listener: CallListener): void {
    this.#listeners.add(listener);
  }

  remove(listener: CallListener): void {
    this.#listeners.delete(listener);
  }

  subscribe(listener: () => void): () => void {
    // Its own function each time, so that one listener may subscribe twice and end the two apart.
    const subscriber = () => listener();
    this.#subscribers.add(subscriber);
    return () => void this.#subscribers.delete(subscriber);
  }

  tell<Name extends keyof Callbacks>(name: Name, ...args: Parameters<Callbacks[Name]>): void {
    if (this.#listeners.size === 0) return;
    this.#mailbox.notify(() => {
      for (const listener of [...this.#listeners]) {
        // Removed by one that was told before it.
        if (this.#listeners.has(listener)) this.#guard(() => (listener[name] as ((...values: unknown[]) => void) | undefined)?.(...args));
      }
    });
  }

  /** One notification for however many changes come before it is delivered. */
  changed(): void {
    if (this.#changePending || this.#subscribers.size === 0) return;
    this.#changePending = true;
    this.#mailbox.notify(() => {
      this.#changePending = false;
      for (const subscriber of [...this.#subscribers]) {
        if (this.#subscribers.has(subscriber)) this.#guard(subscriber);
      }
    });
  }

  /** Every listener that has an opinion must agree. One that throws has none. */
  shouldRing(call: CallInfo): boolean {
    return this.#ask('shouldRing', call).every((answer) => answer !== false);
  }

  /** CallAPI's rule: one yes is enough, and nobody asked is a yes. */
  canJoinRtcOnCalling(call: CallInfo): boolean {
    const answers = this.#ask('canJoinRtcOnCalling', call);
    return answers.length === 0 || answers.includes(true);
  }

  #ask(question: 'shouldRing' | 'canJoinRtcOnCalling', call: CallInfo): boolean[] {
    const answers: boolean[] = [];
    for (const listener of [...this.#listeners]) {
      this.#guard(() => {
        const answer = listener[question]?.(call);
        if (answer !== undefined) answers.push(answer);
      });
    }
    return answers;
  }

  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#log('error', `a listener threw: ${String(error)}`);
    }
  }
}
