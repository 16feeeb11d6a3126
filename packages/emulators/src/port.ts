import { createServer as createPlainServer } from 'node:http';
import type { IncomingMessage, Server as PlainServer, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Tls } from './certificate.ts';
import { Line, reset } from './line.ts';
import type { Answer, FirstFrame, NoAnswer, Request, Service } from './service.ts';
import type { Sockets } from './sockets.ts';

/** A service and its WebSockets. */
export interface Tenant {
  readonly service: Service;
  readonly sockets: Sockets;
}

const NOT_FOUND: Answer = { status: 404, body: 'No such service here.' };

/**
 * One TLS port for everything that the SDKs reach by HTTPS or WebSocket, whatever the host; and one without TLS for requests of app servers,
 * which have no reason to trust the certificate.
 */
export class Port {
  readonly #server: Server;
  readonly #plainServer: PlainServer;
  readonly #websockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  /** The TCP connections by the ports of both ends: a TLS socket cannot be reset, what it runs on can. */
  readonly #connections = new Map<string, Socket>();
  #tenants: readonly Tenant[] = [];

  private constructor(tls: Tls) {
    this.#server = createServer({ cert: tls.cert, key: tls.key });
    this.#plainServer = createPlainServer();
    for (const server of [this.#server, this.#plainServer]) {
      server.on('connection', (tcp: Socket) => this.#keep(tcp));
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        // Who asked is gone before the question was complete.
        this.#request(request, response).catch(() => response.destroy());
      });
    }
    this.#server.on('upgrade', (request, stream, head) => this.#upgrade(request, stream, head));
    // A browser that does not trust the certificate, or closed early. It knows.
    this.#server.on('tlsClientError', () => {});
  }

  /** Port 0 is any that is free. */
  static async open(options: { tls: Tls; host: string; port: number; httpPort: number }): Promise<Port> {
    const port = new Port(options.tls);
    await listen(port.#server, options.port, options.host);
    try {
      await listen(port.#plainServer, options.httpPort, options.host);
    } catch (error) {
      port.#server.close();
      throw error;
    }
    return port;
  }

  get number(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Of requests without TLS. */
  get httpNumber(): number {
    return (this.#plainServer.address() as AddressInfo).port;
  }

  /** Who is asked, in this order. */
  serve(tenants: readonly Tenant[]): void {
    this.#tenants = tenants;
  }

  /** Resets all connections, as the end of a process does. */
  async close(): Promise<void> {
    const closed = Promise.all([this.#server, this.#plainServer].map((server) => new Promise((resolve) => server.close(resolve))));
    for (const tcp of this.#connections.values()) tcp.resetAndDestroy();
    await closed;
  }

  #keep(tcp: Socket): void {
    if (tcp.remotePort === undefined) return;
    const ends = endsOf(tcp);
    this.#connections.set(ends, tcp);
    tcp.once('close', () => this.#connections.delete(ends));
  }

  #tcpUnder(stream: Duplex): Socket | undefined {
    return this.#connections.get(endsOf(stream as Socket));
  }

  async #request(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const cors = corsHeaders(incoming);
    if (incoming.method === 'OPTIONS') {
      response.writeHead(204, cors).end();
      return;
    }
    const answer = await this.#ask(await readRequest(incoming));
    if (answer === 'silence') return;
    if (answer === 'reset') reset(incoming.socket, this.#tcpUnder(incoming.socket));
    else response.writeHead(answer.status, { ...cors, ...answer.headers }).end(answer.body);
  }

  async #ask(request: Request): Promise<Answer | NoAnswer> {
    for (const { service } of this.#tenants) {
      const answer = await service.answer(request);
      if (answer) return answer;
    }
    return NOT_FOUND;
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const host = request.headers.host ?? '';
    // A reset in the middle of a handshake is an error of the stream, and nobody else listens.
    stream.on('error', () => {});
    if (this.#tenants.some(({ service, sockets }) => sockets.refusesAll && service.ownsHost?.(host))) {
      reset(stream, this.#tcpUnder(stream));
      return;
    }
    const open = (): void => this.#websockets.handleUpgrade(request, stream, head, (socket) => this.#welcome(socket, stream));
    const held = this.#tenants.map(({ service }) => service.beforeOpen?.(host)).find((wait) => wait !== undefined);
    if (held) void held.then(open);
    else open();
  }

  #welcome(socket: WebSocket, stream: Duplex): void {
    const line = new Line(socket, stream, this.#tcpUnder(stream));
    socket.on('error', () => {});
    socket.once('message', (data: Buffer, binary: boolean) => this.#dispatch(line, { data, binary }));
  }

  #dispatch(line: Line, first: FirstFrame): void {
    for (const { service, sockets } of this.#tenants) {
      if (!service.userOf) {
        if (service.accept(line.socket, first)) return sockets.admit(line, () => {});
        continue;
      }
      line.userId = service.userOf(first);
      if (line.userId !== undefined) return sockets.admit(line, () => service.accept(line.socket, first));
    }
    line.socket.close(1002, 'Nobody here speaks this.');
  }
}

const endsOf = ({ localPort, remotePort }: Socket): string => `${localPort} ${remotePort}`;

function listen(server: PlainServer | Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function corsHeaders({ headers }: IncomingMessage): Record<string, string> {
  return {
    'access-control-allow-origin': headers.origin ?? '*',
    'access-control-allow-methods': '*',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
    'access-control-allow-private-network': 'true',
    'access-control-max-age': '600',
  };
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = 'GET', url = '/', headers } = incoming;
  const single = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]);
  return { method, host: headers.host ?? '', path: url, headers: Object.fromEntries(single), body: Buffer.concat(chunks) };
}
