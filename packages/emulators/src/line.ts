import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** One WebSocket with the connection under it. */
export class Line {
  readonly socket: WebSocket;
  userId?: string;
  readonly #stream: Duplex;
  readonly #tcp: Socket | undefined;
  #held = false;

  /** `stream` is what the WebSocket reads and writes, TLS; `tcp` what is below that. */
  constructor(socket: WebSocket, stream: Duplex, tcp: Socket | undefined) {
    this.socket = socket;
    this.#stream = stream;
    this.#tcp = tcp;
  }

  reset(): void {
    reset(this.#stream, this.#tcp);
  }

  /** Nothing is read and nothing is written any more. */
  hold(): void {
    if (this.#held) return;
    this.#held = true;
    this.socket.pause();
    // The WebSocket corks and uncorks around its frames; corks are counted, so nothing leaves before this one is off too.
    this.#stream.cork();
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#stream.uncork();
    this.socket.resume();
  }

  /** Calls back if there is still somebody at the other end. */
  whenAlive(callback: () => void): void {
    this.socket.once('pong', callback);
    this.socket.ping();
  }
}

/** Ends a connection as a firewall does: RST, and no goodbye. */
export function reset(stream: Duplex, tcp: Socket | undefined): void {
  tcp?.resetAndDestroy();
  stream.destroy();
}
