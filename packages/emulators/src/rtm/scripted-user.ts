import type { MessageRouter, Outcome, Parcel, Recipient } from './message-router.ts';
import type { RtmMessage } from './message.ts';

/** A user without an SDK: a test says what a native client would. Logged in until `leave`. */
export class ScriptedUser implements Recipient {
  readonly userId: string;
  readonly present = true;
  /** Takes messages, and lets their senders know; switched off, it is one that hangs. */
  acknowledges = true;
  /** What it got, in order. */
  readonly received: RtmMessage[] = [];
  readonly #router: MessageRouter;
  readonly #left: () => void;
  readonly #listeners = new Set<(message: RtmMessage) => void>();

  constructor(userId: string, router: MessageRouter, left: () => void) {
    this.userId = userId;
    this.#router = router;
    this.#left = left;
  }

  send(to: string, content: string | Uint8Array, options?: { customType?: string }): Promise<Outcome> {
    return this.#router.inject(this.userId, to, content, options);
  }

  /** Returns what ends it. */
  onMessage(listener: (message: RtmMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  leave(): void {
    this.#left();
  }

  receive({ message, wire }: Parcel): void {
    this.received.push(message);
    if (this.acknowledges) this.#router.acknowledge(this.userId, { ...wire, code: 0 });
    for (const listener of this.#listeners) listener(message);
  }
}
