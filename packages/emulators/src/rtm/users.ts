import type { Recipient } from './message-router.ts';
import type { ScriptedUser } from './scripted-user.ts';
import { Session } from './session.ts';

/** Who is logged in, one at a time under each id; and who subscribes to which channel. */
export class Users {
  /** Those that the edge takes for offline although they are there. */
  readonly hidden = new Set<string>();
  readonly #users = new Map<string, Session | ScriptedUser>();
  readonly #groups = new Map<string, Set<Session>>();

  find(userId: string): Session | ScriptedUser | undefined {
    return this.#users.get(userId);
  }

  session(userId: string): Session {
    const user = this.#users.get(userId);
    if (user instanceof Session) return user;
    throw new Error(`No SDK is logged in as ${userId}. Logged in: ${this.sessions.map((session) => session.userId).join(', ') || 'nobody'}.`);
  }

  get sessions(): Session[] {
    return [...this.#users.values()].filter((user) => user instanceof Session);
  }

  get size(): number {
    return this.#users.size;
  }

  get scripted(): ScriptedUser[] {
    return [...this.#users.values()].filter((user): user is ScriptedUser => !(user instanceof Session));
  }

  get present(): string[] {
    return [...this.#users.values()].filter((user) => user.present).map((user) => user.userId);
  }

  add(user: Session | ScriptedUser): void {
    this.#users.set(user.userId, user);
  }

  remove(user: Session | ScriptedUser): void {
    if (this.#users.get(user.userId) === user) this.#users.delete(user.userId);
    if (user instanceof Session) for (const group of this.#groups.values()) group.delete(user);
  }

  enter(group: string, session: Session): void {
    const members = this.#groups.get(group) ?? new Set();
    this.#groups.set(group, members.add(session));
  }

  leave(group: string, session: Session): void {
    this.#groups.get(group)?.delete(session);
  }

  subscribers(group: string): readonly Recipient[] {
    return [...(this.#groups.get(group) ?? [])];
  }
}
