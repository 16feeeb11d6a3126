import { expect } from 'chai';
import { startEmulators } from '../start.ts';
import type { Emulators } from '../start.ts';
import { EasemobSocket } from '../testing/sockets.ts';
import type { EasemobService } from './easemob.ts';
import { decode } from './schema.ts';
import type { Payload } from './schema.ts';

describe("Easemob's edge", () => {
  let emulators: Emulators;
  let easemob: EasemobService;
  let sockets: EasemobSocket[] = [];

  before(async () => {
    emulators = await startEmulators();
    ({ easemob } = emulators);
  });
  after(() => emulators.close());
  afterEach(async () => {
    for (const socket of sockets) socket.end();
    await Promise.all(sockets.map(({ closed }) => closed));
    sockets = [];
    emulators.heal();
  });

  async function socket(): Promise<EasemobSocket> {
    const opened = await new EasemobSocket(emulators.ports.tcp).open();
    sockets.push(opened);
    return opened;
  }

  async function logIn(name: string, resource?: string): Promise<EasemobSocket> {
    const joined = await socket();
    expect((await joined.provision(emulators.appKey, name, { resource })).status).to.deep.equal({ errorCode: 0, reason: '' });
    return joined;
  }

  async function send(from: EasemobSocket, to: string, ...texts: string[]): Promise<void> {
    for (const text of texts) {
      const id = from.post(to, { text });
      expect(await from.synced()).to.deep.include({ metaId: id, status: { errorCode: 0, reason: '' } });
    }
  }

  const textsIn = ({ metas }: Payload<'syncDown'>): string[] => metas.map(({ payload }) => decode('body', payload)!.contents[0]!.text);
  /** What tells it that it is to go. */
  const kickIn = ({ metas }: Payload<'syncDown'>): unknown => decode('statistics', metas[0]!.payload);

  it('answers with the device and a time', async () => {
    const alice = await socket();
    emulators.clock.skewMs = 3_600_000;
    const { resource, sessionId, authToken } = await alice.provision(emulators.appKey, 'alice', { resource: 'kiosk', token: easemob.tokenFor('alice', { expiresIn: 60 }) });
    expect([resource, sessionId]).to.deep.equal(['kiosk', 'session']);
    expect((JSON.parse(authToken) as { expires_in: number }).expires_in - Date.now() - 3_600_000).to.be.within(30_000, 60_000);
    expect([easemob.users, easemob.devicesOf('alice')]).to.deep.equal([['alice'], ['kiosk']]);
  });

  for (const end of ['up', undefined, null] as const) {
    it(`refuses whom it is told to, until it is told ${end}`, async () => {
      easemob.provision(12, null, 'alice');
      easemob.provision(2, null, null);
      const statusOf = async (name: string): Promise<number> => (await (await socket()).provision(emulators.appKey, name)).status!.errorCode;
      expect([await statusOf('alice'), await statusOf('bob')]).to.deep.equal([2, 2]);
      easemob.provision(end);
      expect([await statusOf('alice'), await statusOf('bob')]).to.deep.equal([0, 0]);
    });
  }

  it('refuses bad tokens and other apps, and closes', async () => {
    const bad = [
      [emulators.appKey, '', 'Sorry, token or password does not match login info'],
      [emulators.appKey, easemob.tokenFor('bob'), 'Sorry, token or password does not match login info'],
      [emulators.appKey, easemob.tokenFor('alice', { expiresIn: -1 }), 'Sorry, token expired'],
      ['other#app', 'token', 'Sorry, app not found'],
    ] as const;
    for (const [appKey, token, reason] of bad) {
      const refused = await socket();
      expect((await refused.provision(appKey, 'alice', { token })).status).to.deep.equal({ errorCode: 1, reason });
      await refused.closed;
    }
    expect(easemob.users).to.deep.equal([]);
  });

  it('keeps a message until it has arrived, and ends a queue by an answer of its own', async () => {
    const [alice, bob] = [await logIn('alice'), await logIn('bob')];
    await send(alice, 'bob', 'one', 'two');
    expect(await bob.noticed()).to.equal('alice');
    const first = await bob.pull('alice');
    const again = await bob.pull('alice');
    expect([textsIn(first), textsIn(again), first.isLast, first.nextKey === again.nextKey]).to.deep.equal([['one', 'two'], ['one', 'two'], false, false]);
    await send(alice, 'bob', 'three');
    const rest = await bob.pull('alice', again.nextKey);
    expect(textsIn(rest)).to.deep.equal(['three']);
    expect(easemob.storedFor('bob').map(({ text }) => text)).to.deep.equal(['three']);
    expect(await bob.pull('alice', rest.nextKey)).to.deep.include({ metas: [], isLast: true });
    expect([easemob.storedFor('bob'), easemob.kept.messages]).to.deep.equal([[], 0]);
  });

  it('has what was read and not acknowledged for the next login', async () => {
    const [alice, bob] = [await logIn('alice'), await logIn('bob')];
    await send(alice, 'bob', 'one');
    const { nextKey, metas } = await bob.pull('alice');
    bob.end();
    await bob.closed;
    const back = await logIn('bob');
    expect(await back.unread()).to.deep.equal([['alice', 1]]);
    const read = await back.pull('alice');
    expect([read.metas[0]!.id, read.metas[0]!.timestamp]).to.deep.equal([metas[0]!.id, metas[0]!.timestamp]);
    expect(await back.pull('alice', nextKey)).to.deep.include({ isLast: true });
  });

  it('hands out batches', async () => {
    const [alice, bob] = [await logIn('alice'), await logIn('bob')];
    easemob.policy.batch = 2;
    await send(alice, 'bob', '1', '2', '3');
    const first = await bob.pull('alice');
    expect([textsIn(first), textsIn(await bob.pull('alice', first.nextKey))]).to.deep.equal([['1', '2'], ['3']]);
  });

  it('never keeps what is only for who is there', async () => {
    const [alice, bob] = [await logIn('alice'), await logIn('bob')];
    const shout = async (text: string): Promise<void> => {
      alice.post('bob', { text, onlineOnly: true });
      expect((await alice.synced()).status!.errorCode).to.equal(0);
    };
    await shout('heard');
    expect(textsIn(await bob.pull('alice'))).to.deep.equal(['heard']);
    bob.end();
    await bob.closed;
    await shout('to nobody');
    const back = await logIn('bob');
    easemob.setOffline('bob');
    await shout('to nobody');
    easemob.setOffline('bob', false);
    expect(await back.unread()).to.deep.equal([]);
    await shout('under way, when the socket was lost');
    // The same device, before anybody has noticed.
    expect(await (await logIn('bob')).unread()).to.deep.equal([]);
  });

  it('ends a login from another device, and passes on what that had not heard', async () => {
    const [alice, first] = [await logIn('alice'), await logIn('bob', 'first')];
    await send(alice, 'bob', 'one');
    const second = await logIn('bob', 'second');
    expect(kickIn(await first.synced())).to.deep.include({ operation: 2 });
    await first.closed;
    expect(await second.unread()).to.deep.equal([['alice', 1]]);
    expect(easemob.devicesOf('bob')).to.deep.equal(['second']);
  });

  it('hears no more of who was thrown out, but of who came back on another socket', async () => {
    const [alice, bob] = [await logIn('alice'), await logIn('bob')];
    const again = await logIn('bob');
    bob.post('alice', { text: 'was on its way' });
    expect(await alice.noticed()).to.equal('bob');
    easemob.kick('bob');
    again.post('alice', { text: 'too late' });
    await again.closed;
    expect(textsIn(await alice.pull('bob'))).to.deep.equal(['was on its way']);
  });

  it('lets several devices hear everything, also what one of them says', async () => {
    easemob.policy.devices = 'several';
    const [alice, phone, tablet] = [await logIn('alice'), await logIn('bob', 'phone'), await logIn('bob', 'tablet')];
    await send(alice, 'bob', 'hello');
    const read = await phone.pull('alice');
    expect([textsIn(read), textsIn(await tablet.pull('alice'))]).to.deep.equal([['hello'], ['hello']]);
    await phone.pull('alice', read.nextKey);
    expect(await tablet.unread()).to.deep.equal([['alice', 1]]);
    expect([easemob.storedFor('bob'), await (await logIn('bob', 'third')).unread()]).to.deep.equal([[], []]);
    await send(phone, 'alice', 'hi');
    expect([await alice.noticed(), await tablet.unread()]).to.deep.equal(['bob', [['alice', 2]]]);
    expect((await tablet.pull('alice')).metas.map(({ from }) => from!.name)).to.deep.equal(['alice', 'bob']);
    expect(await phone.unread()).to.deep.equal([]);
  });

  it('keeps a queue for a device that is away, of several', async () => {
    easemob.policy.devices = 'several';
    const [alice, phone, tablet] = [await logIn('alice'), await logIn('bob', 'phone'), await logIn('bob', 'tablet')];
    tablet.end();
    await tablet.closed;
    phone.logOut();
    await phone.closed;
    await send(alice, 'bob', 'one');
    const back = await logIn('bob', 'tablet');
    expect(await back.unread()).to.deep.equal([['alice', 1]]);
    await back.pull('alice', (await back.pull('alice')).nextKey);
    expect(await (await logIn('bob', 'phone')).unread()).to.deep.equal([]);
  });

  it('pushes instead of telling, and counts that as heard', async () => {
    const [alice, bob] = [await logIn('alice'), await logIn('bob')];
    easemob.policy.delivery = 'push';
    await send(alice, 'bob', 'one');
    expect(textsIn(await bob.synced())).to.deep.equal(['one']);
    expect(await bob.unread()).to.deep.equal([]);
  });

  it('takes messages to users, and nothing else', async () => {
    const alice = await logIn('alice');
    const [statistics, contacts] = [0, 3];
    for (const [ns, errorCode] of [[statistics, 0], [contacts, 9]] as const) {
      alice.postElsewhere(ns);
      expect((await alice.synced()).status!.errorCode).to.equal(errorCode);
    }
  });

  it('knows nobody of whom it has no account, if it is to', async () => {
    easemob.register('alice', 'secret');
    const alice = await socket();
    easemob.policy.accounts = 'registered';
    await alice.provision(emulators.appKey, 'alice', { token: easemob.tokenFor('alice') });
    alice.post('bob', { text: 'hello' });
    expect((await alice.synced()).status).to.deep.equal({ errorCode: 1, reason: "username bob doesn't exist!" });
  });

  it('has its own sockets, beside those of others', async () => {
    await logIn('alice');
    expect([easemob.sockets.size, emulators.rtm.sockets.size, emulators.rtc.sockets.size]).to.deep.equal([1, 0, 0]);
  });
});
