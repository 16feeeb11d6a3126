import { expect } from 'chai';
import { emulatorsInfo, onEmulators } from '@call-elements/emulators/page';
import { EasemobManager, EasemobSignalClient, createEasemobSignal } from './index.ts';
import type { EasemobOptions } from './index.ts';
import { FakeEasemob } from './testing/fake-easemob.ts';
import { Witness, rejection } from '@call-elements/testing';
import { World } from './testing/world.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('A connection of the page\'s own to Easemob', () => {
  const world = new World();

  it('is used as it is, stays logged in, and keeps its handlers', async () => {
    const userId = world.name('alice');
    const easemob = await world.ownConnection();
    const chat: string[] = [];
    easemob.addEventHandler('page', { onTextMessage: ({ msg }) => void chat.push(msg) });
    await easemob.open({ user: userId, accessToken: await world.token(userId) });
    const { client, witness } = await world.create('', { userId, easemob, token: undefined, appKey: undefined });
    await client.connect();
    const bob = await world.online('bob');
    await bob.client.sendMessage(userId, 'hello');
    await onEmulators('easemob.inject', 'bob', userId, { text: 'hello, Alice' });
    await witness.until(() => witness.messages.length > 0);
    await client.disconnect();
    await bob.client.sendMessage(userId, 'too late');
    await onEmulators('easemob.inject', 'bob', userId, { text: 'are you there?' });
    while (chat.length < 2) await settled();
    expect(witness.messages).to.deep.equal([`${bob.userId}: hello`]);
    expect(chat, 'calls are not among them').to.deep.equal(['hello, Alice', 'are you there?']);
    expect(witness.states).to.deep.equal(['connecting', 'online', 'offline']);
    expect(easemob.isOpened()).to.equal(true);
  });

  it('is waited for while the page logs it in, and again after an outage', async () => {
    const userId = world.name('alice');
    const easemob = await world.ownConnection();
    const { client, witness } = await world.create('', { userId, easemob, token: undefined });
    const connected = client.connect();
    await easemob.open({ user: userId, accessToken: await world.token(userId) });
    await connected;
    await onEmulators('easemob.sockets.cut', userId);
    await witness.untilState('reconnecting');
    await witness.untilState('online');
    expect(witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online']);
    easemob.close();
    await witness.untilState('offline');
    await easemob.open({ user: userId, accessToken: await world.token(userId) });
    expect(client.state).to.equal('online');
  });

  it('is logged in with a token, if it is not, and never closed', async () => {
    const userId = world.name('alice');
    const easemob = await world.ownConnection();
    const { client } = await world.create('', { userId, easemob });
    await client.connect();
    await client.disconnect();
    expect(easemob.isOpened()).to.equal(true);
    expect(await onEmulators('easemob.devicesOf', userId)).to.have.length(1);
  });

  it('has to be that of the user', async () => {
    const { appKey } = await emulatorsInfo();
    const fake = new FakeEasemob();
    fake.connect('mallory');
    const client = createEasemobSignal({ userId: 'alice', appKey, easemob: fake.connection });
    const error = await rejection(client.connect());
    expect(error).to.include({ code: 'invalidArgument', message: 'The connection that was handed in is that of "mallory", not of "alice".' });
    expect({ handlers: fake.handlers, closed: fake.closed }).to.deep.equal({ handlers: 0, closed: 0 });
  });

  it('has to be that of the user, also when it is logged in later', async () => {
    const fake = new FakeEasemob();
    const client = createEasemobSignal({ userId: 'alice', easemob: fake.connection });
    const failure = rejection(client.connect());
    while (fake.handlers === 0) await settled();
    await settled();
    fake.connect('mallory');
    expect((await failure).code).to.equal('invalidArgument');
  });

  describe('with a scripted one:', () => {
    let fake: FakeEasemob;
    let client: EasemobSignalClient;
    let witness: Witness;

    async function online(options: Partial<EasemobOptions> = {}): Promise<void> {
      fake = new FakeEasemob();
      fake.connect('Alice');
      client = createEasemobSignal({ userId: 'alice', easemob: fake.connection, ...options });
      witness = new Witness(client);
      await client.connect();
    }
    afterEach(() => client.disconnect());

    it('it comes back after the SDK gave it up', async () => {
      await online();
      fake.emit('onReconnecting');
      fake.opened = false;
      fake.emit('onDisconnected', { type: 16, message: 'reconnection failed' });
      expect(witness.states.at(-1)).to.equal('failed signalFailed');
      fake.connect();
      fake.emit('onCmdMessage', { id: '1', chatType: 'singleChat', from: 'bob', action: 'call-elements', ext: { message: 'hello' }, time: Date.now() });
      await witness.until(() => witness.messages.length > 0);
      expect(witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'failed signalFailed', 'online']);
      expect({ logins: fake.logins.length, closed: fake.closed }).to.deep.equal({ logins: 0, closed: 0 });
    });

    it('it is not connected as soon as the browser is offline, whenever the socket ends', async () => {
      await online();
      fake.emit('onOffline');
      expect(witness.states.at(-1)).to.equal('reconnecting');
      fake.emit('onReconnecting');
      fake.connect();
      expect(witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online']);
    });

    it('it is the page that renews its token, unless there is a source', async () => {
      await online();
      fake.emit('onTokenWillExpire');
      fake.emit('onTokenExpired');
      fake.close();
      fake.emit('onDisconnected');
      expect(witness.warnings).to.equal(1);
      expect(witness.states).to.deep.equal(['connecting', 'online', 'failed tokenFailed', 'offline']);
      expect(fake.logins).to.deep.equal([]);

      await client.disconnect();
      await online({ token: async () => 'another' });
      fake.emit('onTokenExpired');
      fake.close();
      fake.emit('onDisconnected');
      while (fake.logins.length === 0) await settled();
      expect(fake.logins[0]!.accessToken).to.equal('another');
      fake.logins[0]!.succeed();
      await witness.untilState('online');
      expect(witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online']);
    });

    it('it is waited for when the page has begun to log it in', async () => {
      fake = new FakeEasemob();
      client = createEasemobSignal({ userId: 'alice', easemob: fake.connection, token: async () => 'of the adapter' });
      witness = new Witness(client);
      const connected = client.connect();
      while (fake.logins.length === 0) await settled();
      fake.logins[0]!.fail(1, 'Currently logging in, please wait.');
      await settled();
      fake.connect();
      await connected;
      expect(witness.states).to.deep.equal(['connecting', 'online']);
    });

    it('it is not waited for without end, nor touched', async () => {
      fake = new FakeEasemob();
      client = createEasemobSignal({ userId: 'alice', easemob: fake.connection, loginTimeout: 20 });
      witness = new Witness(client);
      expect((await rejection(client.connect())).code).to.equal('signalFailed');
      expect({ logins: fake.logins.length, closed: fake.closed, handlers: fake.handlers }).to.deep.equal({ logins: 0, closed: 0, handlers: 0 });
    });

    it('it leaves no handler behind', async () => {
      await online();
      await client.disconnect();
      expect(fake.handlers).to.equal(0);
      expect(fake.closed).to.equal(0);
    });

    it('it can have a manager of the page\'s own, too', async () => {
      fake = new FakeEasemob();
      const manager = new EasemobManager({ userId: 'alice', easemob: fake.connection });
      const told: string[] = [];
      manager.addListener({
        onConnected: () => void told.push('connected'),
        onDisconnected: (error) => void told.push(`disconnected ${error?.code}`),
        onTokenWillExpire: () => void told.push('token'),
      });
      const login = manager.login({ password: 'secret' });
      while (fake.logins.length === 0) await settled();
      expect(fake.logins[0]).to.include({ user: 'alice', pwd: 'secret' });
      fake.logins[0]!.succeed();
      await login;
      client = new EasemobSignalClient(manager);
      witness = new Witness(client);
      fake.emit('onTokenWillExpire');
      fake.emit('onReconnecting');
      fake.emit('onConnected');
      fake.emit('onError', { type: 206, message: 'elsewhere' });
      fake.emit('onDisconnected', { type: 206, message: 'elsewhere' });
      expect(told).to.deep.equal(['connected', 'token', 'disconnected undefined', 'connected', 'disconnected signedInElsewhere']);
    });
  });
});
