import { expect } from 'chai';
import { request } from 'node:https';
import { WebSocket } from 'ws';
import { startEmulators } from '../start.ts';
import type { Emulators } from '../start.ts';
import { newKey, writeMessage } from './message.ts';
import { decodeFrame, encodeFrame } from './schema.ts';
import type { MessageKey, WireFrame, WireMessage, WireName } from './schema.ts';

/** One socket, as the SDK opens two of, and what it heard. */
class TestSocket {
  readonly frames: WireFrame[] = [];
  readonly closed: Promise<unknown>;
  readonly #socket: WebSocket;
  #seq = 100n;
  #wake = (): void => {};

  constructor(port: number) {
    this.#socket = new WebSocket(`wss://127.0.0.1:${port}/`, { rejectUnauthorized: false });
    this.closed = new Promise((resolve) => this.#socket.once('close', resolve));
    this.#socket.on('error', () => {});
    this.#socket.on('message', (data: Buffer) => {
      this.frames.push(decodeFrame(data)!);
      this.#wake();
    });
  }

  async open(): Promise<this> {
    await new Promise((resolve) => this.#socket.once('open', resolve));
    return this;
  }

  send<Name extends WireName>(name: Name, message: Partial<WireMessage<Name>>): void {
    this.#socket.send(encodeFrame(name, message));
  }

  /** The next of its kind that has not been taken. */
  async take<Name extends WireName>(name: Name): Promise<WireMessage<Name>> {
    for (;;) {
      const index = this.frames.findIndex((frame) => frame.name === name);
      if (index >= 0) return this.frames.splice(index, 1)[0]!.message as WireMessage<Name>;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Whatever was sent to it before has arrived. */
  async settle(): Promise<void> {
    const seq = (this.#seq += 1n);
    this.send('Ping', { seq });
    while ((await this.take('Pong')).seq !== seq);
  }

  /** Says goodbye, behind all that it said. */
  close(): void {
    this.#socket.close();
  }

  end(): void {
    this.#socket.terminate();
  }
}

describe("RTM's edge", () => {
  let emulators: Emulators;
  let sockets: TestSocket[] = [];

  before(async () => {
    emulators = await startEmulators();
  });
  after(() => emulators.close());
  afterEach(async () => {
    for (const socket of sockets) socket.end();
    await Promise.all(sockets.map(({ closed }) => closed));
    sockets = [];
  });

  function ticketOf(userId: string): Promise<string> {
    const body = JSON.stringify({ key: emulators.appId, cname: userId, detail: { 25: emulators.appId } });
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: emulators.ports.tcp, path: '/api/v1', method: 'POST', rejectUnauthorized: false, agent: false }, (response) => {
        response.once('data', (data: Buffer) => resolve((JSON.parse(data.toString()) as { addresses: { ticket: string }[] }).addresses[0]!.ticket));
      });
      asked.on('error', reject).end(body);
    });
  }

  async function socket(): Promise<TestSocket> {
    const opened = await new TestSocket(emulators.ports.tcp).open();
    sockets.push(opened);
    return opened;
  }

  async function join(account: string, options: Partial<WireMessage<'Join'>> = {}): Promise<TestSocket> {
    const joined = await socket();
    joined.send('Join', { seq: 1n, account, instance: newKey().instance, ticket: options.ticket ?? (await ticketOf(account)), ...options });
    expect(await joined.take('JoinReply')).to.include({ seq: 1n, account, code: 0 });
    return joined;
  }

  /** Both sockets of a login. */
  async function logIn(account: string): Promise<[TestSocket, TestSocket]> {
    const { instance } = newKey();
    return [await join(account, { instance }), await join(account, { instance })];
  }

  const keyIn = ({ instance, dialogue, sequence }: MessageKey): MessageKey => ({ instance, dialogue, sequence });

  it('takes the same message of both sockets once, and passes it and its ack on to both', async () => {
    const [alice, bob] = [await logIn('alice'), await logIn('bob')];
    const seen: string[] = [];
    const stop = emulators.rtm.onMessage(({ text }) => seen.push(text!));
    const message = writeMessage('alice', 'bob', 'hello');
    for (const sender of alice) sender.send('Message', message);
    for (const receiver of bob) expect(await receiver.take('Message')).to.deep.equal(message);
    await Promise.all(alice.map((sender) => sender.settle()));
    expect(alice.flatMap(({ frames }) => frames)).to.deep.equal([]);
    for (const receiver of bob) receiver.send('Ack', keyIn(message));
    for (const sender of alice) expect(await sender.take('Ack')).to.deep.equal({ ...keyIn(message), code: 0 });
    await Promise.all([...alice, ...bob].map((each) => each.settle()));
    expect([...alice, ...bob].flatMap(({ frames }) => frames)).to.deep.equal([]);
    expect(seen).to.deep.equal(['hello']);
    stop();
  });

  it('takes no ack from anybody but the receiver', async () => {
    const [alice, bob, carol] = [await join('alice'), await join('bob'), await join('carol')];
    const message = writeMessage('alice', 'bob', 'hello');
    alice.send('Message', message);
    await bob.take('Message');
    carol.send('Ack', keyIn(message));
    await carol.settle();
    await alice.settle();
    expect(alice.frames).to.deep.equal([]);
  });

  it('goes by the login, not by what a message says of its sender', async () => {
    const alice = await join('alice');
    const native = emulators.rtm.logIn('native');
    alice.send('Message', writeMessage('mallory', 'native', 'hello'));
    await alice.take('Ack');
    expect(native.received.map(({ from }) => from)).to.deep.equal(['alice']);
    native.leave();
  });

  it('takes two sockets of one login for one, and throws out another login', async () => {
    const first = await logIn('alice');
    const second = await join('alice');
    for (const old of first) expect(await old.take('Drop')).to.deep.equal({ code: 11 });
    await second.settle();
    expect(second.frames).to.deep.equal([]);
    expect(emulators.rtm.users).to.deep.equal(['alice']);
  });

  it('refuses tickets that it did not write, or that are for another user', async () => {
    const ofBob = await ticketOf('bob');
    const forged = Buffer.from(Buffer.from(ofBob, 'base64').toString('latin1').replace('bob', 'alice'), 'latin1').toString('base64');
    for (const ticket of ['AAAA', '', ofBob, forged]) {
      const refused = await socket();
      refused.send('Join', { seq: 7n, account: 'alice', instance: newKey().instance, ticket });
      expect(await refused.take('JoinReply')).to.include({ seq: 7n, code: 4 });
    }
    expect(emulators.rtm.users).to.deep.equal([]);
  });

  it('hears nobody who gave up in a black hole', async () => {
    emulators.rtm.sockets.blackHole('alice');
    const [patient, gone] = [await socket(), await socket()];
    const ticket = await ticketOf('alice');
    gone.send('Join', { seq: 1n, account: 'alice', instance: newKey().instance, ticket });
    gone.close();
    const elsewhere = emulators.rtm.logIn('alice');
    // What is sent now comes after that.
    await join('bob');
    emulators.rtm.sockets.heal();
    patient.send('Join', { seq: 1n, account: 'carol', instance: newKey().instance, ticket: await ticketOf('carol') });
    await patient.take('JoinReply');
    expect(emulators.rtm.users).to.have.members(['alice', 'bob', 'carol']);
    elsewhere.leave();
  });

  it('ends a socket that sends no heartbeat, and keeps one that does', async () => {
    // Every second, and a second's grace.
    const detail = { 2: Buffer.from('1'), 3: Buffer.from('1') };
    const [lively, silent] = [await join('bob', { detail }), await join('alice', { detail })];
    const beat = setInterval(() => lively.send('Ping', { seq: 1n }), 500);
    await silent.closed;
    clearInterval(beat);
    await lively.settle();
    expect(emulators.rtm.users).to.deep.equal(['bob']);
  });

  it('answers the heartbeat with the time that tests want', async () => {
    const alice = await join('alice');
    emulators.clock.skewMs = -3_600_000;
    alice.send('Ping', { seq: 5n, ms: 77n });
    const pong = await alice.take('Pong');
    emulators.clock.skewMs = 0;
    expect(pong).to.include({ seq: 5n, ms: 77n });
    expect(Number(pong.serverMs) - Date.now()).to.be.within(-3_660_000, -3_599_000);
  });
});
