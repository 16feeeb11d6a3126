import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, RequestOptions, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { TokenHandler } from './handler.ts';
import { toNodeListener } from './node-listener.ts';
import type { NodeListener, NodeRequest } from './node-listener.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

describe('toNodeListener', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function serve(listener: Parameters<typeof createServer>[1]): Promise<number> {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async function send(port: number, options: RequestOptions, body?: string): Promise<Answer> {
    const request = ask({ port, host: '127.0.0.1', ...options });
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const chunks = await response.setEncoding('utf8').toArray();
    return { status: response.statusCode!, headers: response.headers, text: chunks.join('') };
  }

  const echo: TokenHandler = async (request) =>
    Response.json({ url: request.url, method: request.method, cookie: request.headers.get('cookie'), body: await request.text() }, { status: 201, headers: { 'x-word': 'north' } });

  it('hands over the request, and gives back the answer', async () => {
    const port = await serve(toNodeListener(echo));
    const { status, headers, text } = await send(port, { method: 'POST', path: '/tokens?a=1', headers: { host: 'shop.example', cookie: 'session=1' } }, 'hello');
    expect(status).to.equal(201);
    expect(headers).to.include({ 'x-word': 'north', 'content-type': 'application/json' });
    expect(JSON.parse(text)).to.deep.equal({ url: 'http://shop.example/tokens?a=1', method: 'POST', cookie: 'session=1', body: 'hello' });
  });

  it('takes what has no body, and a host that is none', async () => {
    const port = await serve(toNodeListener(echo));
    expect(JSON.parse((await send(port, { path: '/tokens' })).text)).to.include({ method: 'GET', body: '' });
    expect(JSON.parse((await send(port, { path: '/tokens', headers: { host: 'a b' } })).text)).to.include({ url: 'http://localhost/' });
  });

  it('takes a body that was read before, as Express does', async () => {
    const port = await serve(async (request, response) => {
      const body: unknown = JSON.parse((await request.setEncoding('utf8').toArray()).join(''));
      await toNodeListener(echo)(Object.assign(request as NodeRequest, { body }), response);
    });
    const { text } = await send(port, { method: 'POST', path: '/' }, '{ "userId": "alice" }');
    expect(JSON.parse(text)).to.include({ body: '{"userId":"alice"}' });
  });

  it('answers although most of the body was not read', async () => {
    const readsSome: TokenHandler = async ({ body }) => {
      await body!.getReader().read();
      return new Response('too long', { status: 413 });
    };
    for (const handler of [readsSome, async () => new Response('too long', { status: 413 })]) {
      const port = await serve(toNodeListener(handler));
      const { status, headers, text } = await send(port, { method: 'POST', path: '/' }, 'a'.repeat(500_000));
      expect([status, text]).to.deep.equal([413, 'too long']);
      expect(headers.connection).to.equal('close');
      server!.close();
    }
  });

  describe('when the handler fails', () => {
    const broken = new Error('the database is away');
    const listener: NodeListener = toNodeListener(() => Promise.reject(broken));

    it('tells the next one', async () => {
      const told = new Promise((resolve) => {
        void serve((request, response) => {
          void listener(request, response, (error) => {
            response.end();
            resolve(error);
          });
        }).then((port) => send(port, { method: 'POST', path: '/' }));
      });
      expect(await told).to.equal(broken);
    });

    it('answers 500 and warns, where there is no next one', async () => {
      const warned = once(process, 'warning') as Promise<[Error]>;
      const { status, text } = await send(await serve(listener), { method: 'POST', path: '/' });
      expect([status, text]).to.deep.equal([500, '']);
      expect((await warned)[0]).to.equal(broken);
    });
  });
});
