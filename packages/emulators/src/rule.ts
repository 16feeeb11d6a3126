import type { MessageFault, MessageFaultOptions } from './faults.ts';

/** What becomes of the messages that it is for. It adds itself to `rules`, and leaves them. */
export class Rule<What, Message> implements MessageFault {
  readonly what: What;
  hits = 0;
  readonly #options: MessageFaultOptions<Message>;
  readonly #rules: Rule<What, Message>[];

  constructor(what: What, options: MessageFaultOptions<Message>, rules: Rule<What, Message>[]) {
    this.what = what;
    this.#options = options;
    this.#rules = rules;
    rules.push(this);
  }

  strikes(message: Message): boolean {
    const { match = () => true, times = Infinity } = this.#options;
    if (this.hits >= times || !match(message)) return false;
    this.hits += 1;
    return true;
  }

  remove(): void {
    const index = this.#rules.indexOf(this);
    if (index >= 0) this.#rules.splice(index, 1);
  }
}
