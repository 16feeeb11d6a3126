import { expect } from 'chai';
import { startEmulators } from '../start.ts';
import type { Emulators } from '../start.ts';
import { RtmSocket, ticketOf } from '../testing/sockets.ts';
import { newKey, writeMessage } from './message.ts';
import type { MessageKey, WireMessage } from './schema.ts';

describe("RTM's edge", () => {
  let emulators: Emulators;
  let sockets: RtmSocket[] = [];

  before(async () => {
    emulators = await startEmulators();
  });
  after(() => emulators.close());
  afterEach(async () => {
    for (const socket of sockets) socket.end();
    await Promise.all(sockets.map(({ closed }) => closed));
    sockets = [];
  });

  async function socket(): Promise<RtmSocket> {
    const opened = await new RtmSocket(emulators.ports.tcp).open();
    sockets.push(opened);
    return opened;
  }

  async function join(account: string, options: Partial<WireMessage<'Join'>> = {}): Promise<RtmSocket> {
    const joined = await socket();
    expect(await joined.join(account, await ticketOf(emulators, account), options)).to.include({ seq: 1n, account, code: 0 });
    return joined;
  }

  /** Both sockets of a login. */
  async function logIn(account: string): Promise<[RtmSocket, RtmSocket]> {
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
    const ofBob = await ticketOf(emulators, 'bob');
    const forged = Buffer.from(Buffer.from(ofBob, 'base64').toString('latin1').replace('bob', 'alice'), 'latin1').toString('base64');
    for (const ticket of ['AAAA', '', ofBob, forged]) {
      const refused = await socket();
      expect(await refused.join('alice', ticket, { seq: 7n })).to.include({ seq: 7n, code: 4 });
    }
    expect(emulators.rtm.users).to.deep.equal([]);
  });

  it('hears nobody who gave up in a black hole', async () => {
    emulators.rtm.sockets.blackHole('alice');
    const [patient, gone] = [await socket(), await socket()];
    const ticket = await ticketOf(emulators, 'alice');
    gone.send('Join', { seq: 1n, account: 'alice', instance: newKey().instance, ticket });
    gone.close();
    const elsewhere = emulators.rtm.logIn('alice');
    // What is sent now comes after that.
    await join('bob');
    emulators.rtm.sockets.heal();
    await patient.join('carol', await ticketOf(emulators, 'carol'));
    expect(emulators.rtm.users).to.have.members(['alice', 'bob', 'carol']);
    elsewhere.leave();
  });

  it('ends a socket that sends no heartbeat, and keeps one that does', async () => {
    // Every second, and three seconds' grace: a machine that stands still for a moment ends no socket.
    const detail = { 2: Buffer.from('1'), 3: Buffer.from('3') };
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
