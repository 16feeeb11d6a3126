import type { UserName } from './wire.ts';

/** Where a client on its way into a call can be kept waiting, in the order of a call. */
export type JoinPhase =
  /** The access point has the request. */
  | 'accessPoint'
  /** The WebSocket is being opened. Nobody knows yet whose it is, so this one is always for all. */
  | 'socket'
  /** The gateway has the socket, and was asked to join. */
  | 'join'
  /** The gateway was asked to publish. */
  | 'publish'
  /** The gateway was asked to subscribe. */
  | 'subscribe';

export interface Hold {
  /** Resolves when somebody waits here. */
  readonly reached: Promise<void>;
  /** Lets everybody go who waits here, and those who are still to come. */
  release(): void;
}

interface Gate extends Hold {
  readonly phase: JoinPhase;
  readonly user: UserName | undefined;
  readonly opened: Promise<void>;
  arrive(): void;
}

/** Keeps answers back, so that a test can do something in the middle of a join. What the client does meanwhile is answered. */
export class Holds {
  readonly #gates = new Set<Gate>();

  hold(phase: JoinPhase, user?: UserName): Hold {
    let arrive = (): void => {};
    let open = (): void => {};
    const reached = new Promise<void>((resolve) => (arrive = resolve));
    const opened = new Promise<void>((resolve) => (open = resolve));
    const release = (): void => {
      this.#gates.delete(gate);
      open();
    };
    const gate: Gate = { phase, user, reached, opened, arrive, release };
    this.#gates.add(gate);
    return gate;
  }

  /** Undefined: nothing holds it. Then it is best handled at once, or what comes after it would overtake it. */
  pass(phase: JoinPhase, user?: UserName): Promise<void> | undefined {
    const gate = [...this.#gates].find((each) => each.phase === phase && (each.user === undefined || user === undefined || String(each.user) === String(user)));
    gate?.arrive();
    return gate?.opened;
  }

  /** Resolves when somebody waits at what was held first of `phase`. For a page, which has no `Hold` in hand. */
  async untilHeld(phase: JoinPhase): Promise<void> {
    await [...this.#gates].find((gate) => gate.phase === phase)?.reached;
  }

  releaseAll(): void {
    for (const gate of this.#gates) gate.release();
  }
}
