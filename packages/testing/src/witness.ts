import type { SignalClient, SignalListener, SignalState } from '@call-elements/core';

/** Notes what a client tells, and lets a test wait for it. */
export class Witness implements SignalListener {
  readonly messages: string[] = [];
  readonly senders: { userId: string; ageMs?: number; queued?: boolean }[] = [];
  /** States, with the code of the error that came along. */
  readonly states: string[] = [];
  warnings = 0;
  #waiting: (() => void)[] = [];

  constructor(client: SignalClient) {
    client.addListener(this);
  }

  onMessageReceive(text: string, sender: { userId: string; ageMs?: number; queued?: boolean }): void {
    this.messages.push(`${sender.userId}: ${text}`);
    this.senders.push(sender);
    this.#wake();
  }

  onStateChange(state: SignalState, error?: { code: string }): void {
    this.states.push(error ? `${state} ${error.code}` : state);
    this.#wake();
  }

  onTokenWillExpire(): void {
    this.warnings += 1;
    this.#wake();
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The last state is this one. */
  untilState(state: string): Promise<void> {
    return this.until(() => this.states.at(-1) === state);
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & { code: string; certain: boolean; cause?: unknown }> {
  try {
    await promise;
  } catch (error) {
    return error as Error & { code: string; certain: boolean };
  }
  throw new Error('it did not reject');
}
