import { setTimeout as after } from 'node:timers/promises';
import { Affected } from './affected.ts';
import type { SocketFaults } from './faults.ts';
import type { Line } from './line.ts';

/** The WebSockets of one service, and what befalls them. */
export class Sockets implements SocketFaults {
  readonly #open = new Set<Line>();
  readonly #refused = new Affected();
  readonly #swallowed = new Affected();
  /** Sockets that came into the black hole, with what is to happen when it ends. */
  readonly #waiting = new Map<Line, () => void>();

  /** A socket whose service and user are known. `begin` hands it to the service: now, later, or never. */
  admit(line: Line, begin: () => void): void {
    if (this.#refused.has(line.userId)) {
      line.reset();
      return;
    }
    this.#open.add(line);
    line.socket.once('close', () => this.#open.delete(line));
    if (!this.#swallowed.has(line.userId)) {
      begin();
      return;
    }
    line.hold();
    this.#waiting.set(line, begin);
  }

  /** Nobody's sockets are welcome, so one need not wait for their first words. */
  get refusesAll(): boolean {
    return this.#refused.everybody;
  }

  get size(): number {
    return this.#open.size;
  }

  cut(userId?: string): void {
    for (const line of this.#of(userId)) line.reset();
  }

  refuse(userId?: string): void {
    this.#refused.add(userId);
  }

  blackHole(userId?: string): void {
    this.#swallowed.add(userId);
    for (const line of this.#of(userId)) line.hold();
  }

  heal(): void {
    this.#refused.clear();
    this.#swallowed.clear();
    for (const line of this.#open) line.release();
    for (const [line, begin] of this.#waiting) line.whenAlive(begin);
    this.#waiting.clear();
  }

  async cutFor(ms: number, userId?: string): Promise<void> {
    const welcome = this.#refused.add(userId);
    this.cut(userId);
    await after(ms);
    welcome();
  }

  #of(userId: string | undefined): Line[] {
    return [...this.#open].filter((line) => userId === undefined || line.userId === userId);
  }
}
