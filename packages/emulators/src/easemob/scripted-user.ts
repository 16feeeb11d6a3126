import type { EasemobMessage, MessageContent } from './message.ts';
import { writeAck, writeBody } from './message.ts';
import type { Letter, MessageRouter, Receipt } from './message-router.ts';
import { BODY_TYPES, ROUTES, STATUSES } from './schema.ts';
import type { Device, Users } from './users.ts';

/** What became of a message that a test sent. */
export type Outcome = 'taken' | 'refused';

/** Passes on what somebody says who has no SDK. Resolves when it is answered, so never if a fault takes that answer. */
export function post(router: MessageRouter, from: { name: string; clientResource?: string }, to: string, content: MessageContent): Promise<Outcome> {
  const letter = letterTo(to, writeBody(from.name, to, content), content.onlineOnly ? ROUTES.online : ROUTES.all);
  return new Promise((resolve) => router.take(from, letter, ({ status }: Receipt) => resolve(status.errorCode === STATUSES.ok ? 'taken' : 'refused')));
}

const letterTo = (name: string, payload: Buffer, routetype: number): Letter => ({ to: { appKey: '', name, domain: '', clientResource: '' }, payload, routetype });

export interface ScriptedUserOptions {
  readonly userId: string;
  readonly resource: string;
  readonly users: Users;
  readonly router: MessageRouter;
}

/** A user without an SDK: a test says what a native client would. Logged in until `leave`, or until somebody else is. */
export class ScriptedUser implements Device {
  readonly userId: string;
  readonly resource: string;
  /** Lets senders know that their messages have arrived, as SDKs do that were told to; switched off, it is one that hangs. */
  acknowledges = true;
  /** What it got, in order. Acks too. */
  readonly received: EasemobMessage[] = [];
  /** The number with which it was told to go. */
  kickedWith?: number;
  readonly #users: Users;
  readonly #router: MessageRouter;
  readonly #listeners = new Set<(message: EasemobMessage) => void>();

  constructor({ userId, resource, users, router }: ScriptedUserOptions) {
    this.userId = userId;
    this.resource = resource;
    this.#users = users;
    this.#router = router;
  }

  /** A text, or with an action a command. */
  send(to: string, content: MessageContent): Promise<Outcome> {
    return post(this.#router, { name: this.userId, clientResource: this.resource }, to, content);
  }

  /** Returns what ends it. */
  onMessage(listener: (message: EasemobMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  leave(): void {
    this.#users.get(this.userId).remove(this, true);
  }

  notify(peer: string): void {
    const user = this.#users.get(this.userId);
    const batch = user.mailbox(this.resource).read(peer, Infinity);
    if (!batch) return;
    user.acknowledge(this.resource, batch.key);
    for (const { message, id } of batch.parcels) this.#hear(message, id);
  }

  kick(operation: number): void {
    this.kickedWith = operation;
  }

  replace(): void {}

  #hear(message: EasemobMessage, id: bigint): void {
    this.received.push(message);
    const { from, kind } = message;
    if (this.acknowledges && from !== this.userId && kind !== 'readAck' && kind !== 'deliveryAck') this.#acknowledge(from, id);
    for (const listener of this.#listeners) listener(message);
  }

  #acknowledge(to: string, id: bigint): void {
    const letter = letterTo(to, writeAck(BODY_TYPES.deliveryAck, this.userId, to, id), ROUTES.all);
    this.#router.take({ name: this.userId, clientResource: this.resource }, letter, () => {});
  }
}
