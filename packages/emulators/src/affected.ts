/** For whom a fault is: some users, or everybody (undefined). Each time that it was set it is taken back by itself. */
export class Affected {
  readonly #users = new Map<object, string | undefined>();

  /** Returns what takes it back. */
  add(userId: string | undefined): () => void {
    const fault = {};
    this.#users.set(fault, userId);
    return () => void this.#users.delete(fault);
  }

  has(userId: string | undefined): boolean {
    const users = [...this.#users.values()];
    return users.includes(undefined) || users.includes(userId);
  }

  get everybody(): boolean {
    return this.has(undefined);
  }

  clear(): void {
    this.#users.clear();
  }
}
