import { expect } from 'chai';
import { Credentials } from './credentials.ts';
import { createEasemobSignal } from './index.ts';
import type { EasemobSignalClient } from './index.ts';
import { Link } from './link.ts';
import { loadSdk } from './sdk.ts';
import { Session } from './session.ts';
import { FakeEasemob } from './testing/fake-easemob.ts';
import { Witness, rejection } from '@call-elements/testing';
import { Watch } from './watch.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const silentListener = { onConnected() {}, onReconnecting() {}, onError() {}, onClosed() {}, onTokenWillExpire() {}, onTokenExpired() {} };

describe('A connection object of the SDK', () => {
  it('is closed again when its login succeeds after it was closed, as the SDK goes on', async () => {
    const fake = new FakeEasemob();
    const link = new Link(fake.connection, true, silentListener);
    const opened = link.logIn('alice', { token: 'x' });
    link.drop();
    expect(fake.closed).to.equal(1);
    fake.logins[0]!.succeed();
    await opened;
    expect({ closed: fake.closed, loggedIn: fake.loggedIn, handlers: fake.handlers }).to.deep.equal({ closed: 2, loggedIn: false, handlers: 0 });
  });

  it('is not heard about a login that failed, beyond its failure', async () => {
    const fake = new FakeEasemob();
    const heard: string[] = [];
    const link = new Link(fake.connection, true, { ...silentListener, onConnected: () => void heard.push('connected'), onError: () => void heard.push('error'), onClosed: () => void heard.push('closed') });
    const failure = rejection(link.logIn('alice', { token: 'x' }));
    fake.emit('onError', { type: 28 });
    fake.logins[0]!.fail(28);
    await failure;
    fake.emit('onDisconnected', { type: 28 });
    expect(heard).to.deep.equal([]);
    fake.connect();
    fake.emit('onDisconnected', { type: 16 });
    expect(heard).to.deep.equal(['connected', 'closed']);
  });
});

// What the real SDK takes minutes for, on connections that nobody else has.
describe('A login to Easemob, with scripted connections', () => {
  const fakes: FakeEasemob[] = [];
  const states: string[] = [];
  let session: Session;

  async function online(): Promise<void> {
    fakes.length = states.length = 0;
    const opened = open();
    await until(1);
    fakes[0]!.logins[0]!.succeed();
    await opened;
  }
  function open(loginTimeout = 5_000): Promise<void> {
    session = new Session({
      userId: 'alice',
      sdk: loadSdk,
      handedIn: undefined,
      makeConnection() {
        fakes.push(new FakeEasemob());
        return fakes.at(-1)!.connection;
      },
      credentials: new Credentials(async (stale) => (stale ? `after ${stale}` : 'first'), undefined),
      loginTimeout,
      log() {},
      onState: (state, error) => void states.push(error ? `${state} ${error.code}` : state),
      onTokenWillExpire() {},
    });
    return session.open();
  }
  async function until(connections: number): Promise<void> {
    while ((fakes[connections - 1]?.logins.length ?? 0) === 0) await settled();
  }
  afterEach(() => session.leave());

  it('is made anew when the SDK has given it up', async () => {
    await online();
    fakes[0]!.emit('onReconnecting');
    fakes[0]!.emit('onDisconnected', { type: 16, message: 'reconnection failed' });
    expect(fakes[0]!.closed, 'it would come back by itself some day').to.equal(1);
    await until(2);
    expect(fakes[1]!.logins[0]!.accessToken).to.equal('first');
    fakes[1]!.logins[0]!.succeed();
    await settled();
    expect(states).to.deep.equal(['online', 'reconnecting', 'reconnecting', 'online']);
  });

  it('is tried until the service can be reached, each time with another object', async () => {
    await online();
    fakes[0]!.emit('onDisconnected', { type: 16 });
    for (const [index, type] of [304, -1].entries()) {
      await until(index + 2);
      fakes[index + 1]!.logins[0]!.fail(type);
    }
    await until(4);
    fakes[3]!.logins[0]!.succeed();
    await settled();
    expect(states).to.deep.equal(['online', 'reconnecting', 'online']);
    expect(fakes.map(({ closed }) => closed)).to.deep.equal([1, 1, 1, 0]);
    expect(fakes.map(({ handlers }) => handlers)).to.deep.equal([0, 0, 0, 1]);
  });

  for (const type of [28, 56, 2]) {
    it(`is made with another token when the SDK reconnects with one that is refused (${type})`, async () => {
      await online();
      fakes[0]!.emit('onReconnecting');
      fakes[0]!.emit('onError', { type });
      fakes[0]!.emit('onError', { type });
      await until(2);
      expect(fakes[1]!.logins[0]!.accessToken).to.equal('after first');
      fakes[1]!.logins[0]!.succeed();
      await settled();
      expect(fakes).to.have.length(2);
      expect(states.at(-1)).to.equal('online');
    });
  }

  for (const type of [50, 57, 204, 214, 220]) {
    it(`ends when the service says ${type} at a reconnect, which the SDK would go on with`, async () => {
      await online();
      fakes[0]!.emit('onReconnecting');
      fakes[0]!.emit('onError', { type });
      await settled();
      expect(states).to.have.length(3);
      expect(states.at(-1)).to.match(/^failed (signalFailed|invalidArgument)$/);
      expect({ made: fakes.length, closed: fakes[0]!.closed }).to.deep.equal({ made: 1, closed: 1 });
    });
  }

  it('goes on with what is no matter of the login', async () => {
    await online();
    fakes[0]!.emit('onError', { type: 604, message: 'a message that cannot be read' });
    expect(states).to.deep.equal(['online']);
  });

  it('ends when tokens expire at once, one after the other', async () => {
    await online();
    fakes[0]!.emit('onTokenExpired');
    await until(2);
    fakes[1]!.logins[0]!.succeed();
    await settled();
    fakes[1]!.emit('onTokenExpired');
    expect(states).to.deep.equal(['online', 'reconnecting', 'online', 'failed tokenFailed']);
    expect(fakes[1]!.closed).to.equal(1);
  });

  it('is left in the midst of that', async () => {
    await online();
    fakes[0]!.emit('onDisconnected', { type: 16 });
    await until(2);
    session.leave();
    fakes[1]!.logins[0]!.succeed();
    await settled();
    expect(states).to.deep.equal(['online', 'reconnecting']);
    expect(fakes[1]!.loggedIn).to.equal(false);
  });

  it('knows nothing of what an old object does', async () => {
    await online();
    fakes[0]!.emit('onTokenExpired');
    await until(2);
    fakes[1]!.logins[0]!.succeed();
    await settled();
    fakes[0]!.emit('onDisconnected');
    fakes[0]!.emit('onError', { type: 28 });
    expect(states).to.deep.equal(['online', 'reconnecting', 'online']);
  });
});

describe('A connection that may be dead without a sign', () => {
  let shown = 0;
  let watch: Watch;

  beforeEach(() => {
    shown = 0;
    watch = new Watch(() => void (shown += 1));
    watch.start();
  });
  afterEach(() => watch.stop());

  for (const event of ['online', 'pageshow']) {
    it(`is tried at ${event}, and not again before that can have come to something`, () => {
      dispatchEvent(new Event(event));
      dispatchEvent(new Event(event));
      watch.look();
      expect(shown).to.equal(1);
    });
  }

  it('is tried when the page is looked at', () => {
    document.dispatchEvent(new Event('visibilitychange'));
    expect(shown).to.equal(1);
  });

  it('is left alone afterwards', () => {
    watch.stop();
    for (const event of ['online', 'pageshow']) dispatchEvent(new Event(event));
    document.dispatchEvent(new Event('visibilitychange'));
    watch.look();
    expect(shown).to.equal(0);
  });

  it('is tried before something is sent over it', async () => {
    const fake = new FakeEasemob();
    fake.connect();
    const client: EasemobSignalClient = createEasemobSignal({ userId: 'alice', easemob: fake.connection });
    const witness = new Witness(client);
    await client.connect();
    await client.sendMessage('bob', 'hello');
    expect(fake.shown).to.equal(1);
    expect(witness.states).to.deep.equal(['connecting', 'online']);
    await client.disconnect();
  });
});
