/** Makes numbers that grow, also across a restart: of messages, and of what was read of a queue. */
export class Ids {
  #last = 0n;

  next(): bigint {
    const now = BigInt(Date.now()) << 20n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    return this.#last;
  }
}
