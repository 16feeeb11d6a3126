import { expect } from 'chai';
import type { IncomingHttpHeaders, RequestOptions } from 'node:http';
import { request } from 'node:https';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { spkiHash } from './certificate.ts';
import { encodeFrame } from './rtm/schema.ts';
import { startEmulators } from './start.ts';
import type { Emulators } from './start.ts';

interface Response {
  readonly status?: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('The port of the emulators', () => {
  let emulators: Emulators;

  before(async () => {
    emulators = await startEmulators();
  });
  after(() => emulators.close());
  afterEach(() => emulators.rtm.sockets.heal());

  function ask(options: RequestOptions, body = ''): Promise<Response> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: emulators.ports.tcp, rejectUnauthorized: false, agent: false, ...options }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }));
      });
      asked.on('error', reject).end(body);
    });
  }

  /** Resolves when it is open. */
  function dial(host = 'localhost'): Promise<WebSocket> {
    const socket = new WebSocket(`wss://127.0.0.1:${emulators.ports.tcp}/`, { rejectUnauthorized: false, headers: { host } });
    return new Promise((resolve, reject) => socket.once('open', () => resolve(socket)).once('error', reject));
  }

  function closing(socket: WebSocket): Promise<{ code: number; error?: string }> {
    let error: string | undefined;
    // The WebSocket keeps it to itself.
    const { _socket: stream } = socket as unknown as { _socket: Socket };
    stream.on('error', (cause: NodeJS.ErrnoException) => (error = cause.code));
    return new Promise((resolve) => socket.once('close', (code) => resolve({ code, error })));
  }

  const join = (account: string): Buffer => encodeFrame('Join', { seq: 1n, account, instance: 1n << 40n, ticket: 'AAAA' });

  it('lets pages of every origin in', async () => {
    const headers = { origin: 'http://localhost:8000', 'access-control-request-headers': 'content-type,x-packet-uri' };
    const preflight = await ask({ method: 'OPTIONS', path: '/api/v1', headers });
    expect(preflight.status).to.equal(204);
    expect(preflight.headers).to.include({ 'access-control-allow-origin': headers.origin, 'access-control-allow-headers': headers['access-control-request-headers'] });
    const answer = await ask({ method: 'POST', path: '/api/v1', headers }, '{}');
    expect(answer.headers['access-control-allow-origin']).to.equal(headers.origin);
  });

  it('asks each service, by path', async () => {
    expect(JSON.parse((await ask({ method: 'POST', path: '/api/v1' }, '{}')).body)).to.deep.equal({ code: 5, addresses: [], detail: {} });
    expect((await ask({ method: 'POST', path: '/upload/v1' })).body).to.equal('OK');
    expect((await ask({ method: 'POST', path: '/events/messages' })).body).to.equal('{"code":0}');
    expect((await ask({ path: '/elsewhere' })).status).to.equal(404);
  });

  it('answers app servers without TLS, and fails them as it fails others', async () => {
    const askPlainly = (): Promise<globalThis.Response> => fetch(`http://127.0.0.1:${emulators.ports.http}/demo/calls/token`, { method: 'POST', body: '{"grant_type":"client_credentials"}' });
    expect(await (await askPlainly()).json()).to.have.property('access_token');
    emulators.easemob.rest = 'reset';
    const error = await askPlainly().catch((failure: Error) => (failure.cause as NodeJS.ErrnoException).code);
    emulators.easemob.rest = 'up';
    expect(error).to.equal('ECONNRESET');
  });

  it('resets what an access point resets', async () => {
    emulators.rtm.accessPoint = 'reset';
    const error = await ask({ method: 'POST', path: '/api/v1' }, '{}').catch((cause: NodeJS.ErrnoException) => cause.code);
    emulators.rtm.accessPoint = 'up';
    expect(error).to.equal('ECONNRESET');
  });

  it('sends away who speaks no protocol of a service', async () => {
    const socket = await dial();
    socket.send(Buffer.from('what?'));
    expect(await closing(socket)).to.include({ code: 1002 });
  });

  it('refuses sockets: by their host at once, by their user at the first word', async () => {
    emulators.rtm.sockets.refuse();
    const refused = await dial('127-0-0-1.edge.agora.io:9591').catch((cause: NodeJS.ErrnoException) => cause.code);
    expect(refused).to.equal('ECONNRESET');
    emulators.rtm.sockets.heal();
    emulators.rtm.sockets.refuse('alice');
    const [alice, bob] = [await dial('127-0-0-1.edge.agora.io:9591'), await dial()];
    alice.send(join('alice'));
    bob.send(join('bob'));
    const answered = new Promise((resolve) => bob.once('message', resolve));
    expect(await closing(alice)).to.deep.equal({ code: 1006, error: 'ECONNRESET' });
    await answered;
    bob.terminate();
  });

  it('holds sockets in a black hole, and hears those that are still there after it', async () => {
    emulators.rtm.sockets.blackHole();
    const [patient, gone] = [await dial(), await dial()];
    const heard: string[] = [];
    patient.on('message', () => heard.push('an answer'));
    patient.send(join('alice'));
    gone.send(join('bob'));
    gone.terminate();
    // Somebody else's socket, that is heard and answered meanwhile.
    const other = await dial();
    other.send(JSON.stringify({ _type: 'nothing' }));
    await closing(other);
    expect(heard).to.deep.equal([]);
    const answered = new Promise((resolve) => patient.once('message', resolve));
    emulators.rtm.sockets.heal();
    await answered;
    patient.terminate();
  });

  it('is there again, for browsers that knew it', async () => {
    const { ports, spki, options } = emulators;
    const socket = await dial();
    const closed = closing(socket);
    await emulators.close();
    expect(await closed).to.deep.equal({ code: 1006, error: 'ECONNRESET' });
    emulators = await startEmulators(options);
    expect(emulators.ports).to.deep.equal(ports);
    expect(emulators.spki).to.equal(spki);
    expect((await ask({ method: 'POST', path: '/upload/v1' })).status).to.equal(200);
  });

  it('knows users with strings by the same numbers, whoever comes back first', async () => {
    const numbers = (...users: string[]): number[] => {
      for (const user of users) emulators.rtc.join('room', user);
      return emulators.rtc.members('room').map(({ uid }) => uid);
    };
    const [alice, bob] = numbers('alice', 'bob');
    await emulators.close();
    emulators = await startEmulators(emulators.options);
    expect(numbers('bob', 'alice')).to.deep.equal([bob, alice]);
    expect(alice).not.to.equal(bob);
  });

  it('says what it cannot do', async () => {
    const failure = (options: Parameters<typeof startEmulators>[0]): Promise<string> => startEmulators(options).then(() => '', (error: Error) => error.message);
    expect(await failure({ appId: 'mine' })).to.equal('The app id "mine" is none: those are 32 hexadecimal digits.');
    expect(await failure({ certificate: 'x' })).to.contain('certificate "x"');
    expect(await failure({ port: emulators.ports.tcp })).to.contain('EADDRINUSE');
    expect(await failure({ httpPort: emulators.ports.http })).to.contain('EADDRINUSE');
    expect(await failure({ udpPort: emulators.ports.udp })).to.contain('EADDRINUSE');
  });

  it('has the hash of its key', () => {
    expect(spkiHash(emulators.options.tls)).to.match(/^[\w+/]{43}=$/);
  });
});
