import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { RemoteInfo, Socket } from 'node:dgram';
import { bindingSuccess, parseBindingRequest } from './stun.ts';

export interface IceParameters {
  readonly iceUfrag: string;
  readonly icePwd: string;
}

/** What a datagram passes on its way to and from one user: the faults' place. It may drop it, or deliver it later. */
export interface Link {
  pass(direction: 'up' | 'down', datagram: Buffer, deliver: () => void): void;
}

export interface IceEvents {
  /** The client was heard for the first time. */
  reached(): void;
  /** Anything that is not STUN. */
  datagram(datagram: Buffer): void;
}

const SOCKET_BUFFER = 4 * 1024 * 1024;

/** The edge's side of ICE for all clients, on one UDP port: it sends no checks, and knows a client by the user name in the client's. */
export class IceLite {
  readonly #socket: Socket;
  readonly #byUfrag = new Map<string, IceAgent>();
  readonly #byAddress = new Map<string, IceAgent>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (datagram, from) => this.#receive(datagram, from));
  }

  static open(host: string, port: number): Promise<IceLite> {
    return new Promise((resolve, reject) => {
      const socket = createSocket({ type: 'udp4', recvBufferSize: SOCKET_BUFFER, sendBufferSize: SOCKET_BUFFER });
      socket.once('error', reject);
      socket.bind(port, host, () => {
        socket.off('error', reject);
        // To a client that has closed its port, the system reports an error about a datagram; that is no news.
        socket.on('error', () => {});
        resolve(new IceLite(socket));
      });
    });
  }

  get address(): { readonly ip: string; readonly port: number } {
    const { address, port } = this.#socket.address();
    return { ip: address, port };
  }

  /** How many user names and addresses are known. */
  get size(): number {
    return this.#byUfrag.size + this.#byAddress.size;
  }

  agent(link: Link, events: IceEvents): IceAgent {
    return new IceAgent(this, link, events);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  /** For agents. */
  claim(ufrag: string, agent: IceAgent): void {
    this.#byUfrag.set(ufrag, agent);
  }

  /** For agents. */
  release(agent: IceAgent): void {
    for (const map of [this.#byUfrag, this.#byAddress]) {
      for (const [key, owner] of map) if (owner === agent) map.delete(key);
    }
  }

  /** For agents. */
  send(datagram: Buffer, to: Address): void {
    this.#socket.send(datagram, to.port, to.address);
  }

  #receive(datagram: Buffer, from: RemoteInfo): void {
    const key = `${from.address}:${from.port}`;
    if (!isStun(datagram)) return this.#byAddress.get(key)?.receive(datagram);
    const request = parseBindingRequest(datagram);
    const agent = request && this.#byUfrag.get(request.ufrag);
    if (!request || !agent?.knows(request.ufrag, request.isSignedWith)) return;
    this.#byAddress.set(key, agent);
    agent.check(request.transaction, request.ufrag, from, request.nominates);
  }
}

interface Address {
  readonly address: string;
  readonly port: number;
}

/** One client's path to the edge. */
export class IceAgent {
  readonly #ice: IceLite;
  readonly #link: Link;
  readonly #events: IceEvents;
  readonly #passwords = new Map<string, string>();
  #selected: Address | undefined;
  #closed = false;

  constructor(ice: IceLite, link: Link, events: IceEvents) {
    this.#ice = ice;
    this.#link = link;
    this.#events = events;
  }

  /** New credentials. Old ones stay good: after a restart Chromium still checks with them for a while. */
  issue(): IceParameters {
    const iceUfrag = randomBytes(6).toString('hex');
    const icePwd = randomBytes(16).toString('hex');
    this.#passwords.set(iceUfrag, icePwd);
    this.#ice.claim(iceUfrag, this);
    return { iceUfrag, icePwd };
  }

  knows(ufrag: string, isSignedWith: (password: string) => boolean): boolean {
    const password = this.#passwords.get(ufrag);
    return password !== undefined && isSignedWith(password);
  }

  /** A connectivity check of the client, which chooses the path: the first one that works, until it nominates one. */
  check(transaction: Buffer, ufrag: string, from: Address, nominates: boolean): void {
    const answer = bindingSuccess(transaction, from, this.#passwords.get(ufrag)!);
    this.#link.pass('up', answer, () => {
      if (this.#closed) return;
      const isFirst = this.#selected === undefined;
      if (isFirst || nominates) this.#selected = { address: from.address, port: from.port };
      this.#link.pass('down', answer, () => this.#closed || this.#ice.send(answer, from));
      if (isFirst) this.#events.reached();
    });
  }

  receive(datagram: Buffer): void {
    this.#link.pass('up', datagram, () => this.#closed || this.#events.datagram(datagram));
  }

  send(datagram: Buffer): void {
    const to = this.#selected;
    if (to) this.#link.pass('down', datagram, () => this.#closed || this.#ice.send(datagram, to));
  }

  close(): void {
    this.#closed = true;
    this.#ice.release(this);
  }
}

/** RFC 7983: what a datagram is shows in its first byte. */
export const isStun = (datagram: Buffer): boolean => datagram.length > 0 && datagram[0]! < 4;
export const isDtls = (datagram: Buffer): boolean => datagram.length > 0 && datagram[0]! >= 20 && datagram[0]! < 64;
export const isMedia = (datagram: Buffer): boolean => datagram.length > 1 && datagram[0]! >= 128 && datagram[0]! < 192;
export const isRtcp = (datagram: Buffer): boolean => isMedia(datagram) && datagram[1]! >= 192 && datagram[1]! < 224;
