import type { WebSocket } from 'ws';
import { decodeFrame, encodeFrame } from './schema.ts';
import type { WireFrame, WireMessage, WireName } from './schema.ts';
import type { Session } from './session.ts';

/** One of the sockets of a login, speaking RTM. */
export class EdgeSocket {
  /** Set when it has joined. */
  session?: Session;
  /** What it joined with, or was renewed to. */
  ticket = '';
  readonly #socket: WebSocket;
  #silence?: NodeJS.Timeout;

  constructor(socket: WebSocket, heard: (frame: WireFrame, data: Buffer) => void) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#silence?.refresh();
      const frame = decodeFrame(data);
      if (frame) heard(frame, data);
    });
  }

  /** A client that cannot ping, as one whose timers the page's policy forbids, is found out by this. */
  expectHeartbeats(withinMs: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#socket.terminate(), withinMs).unref();
  }

  onClose(callback: () => void): void {
    this.#socket.once('close', () => {
      clearTimeout(this.#silence);
      callback();
    });
  }

  send<Name extends WireName>(name: Name, message: Partial<WireMessage<Name>>): void {
    this.sendFrame(encodeFrame(name, message));
  }

  sendFrame(frame: Buffer): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame);
  }

  close(): void {
    this.#socket.close(1000);
  }
}
