import { expect } from 'chai';
import { RtmManager, RtmSignalClient, createRtmSignal } from './index.ts';
import { FakeRtm } from './testing/fake-rtm.ts';
import { Witness, rejection } from '@call-elements/testing';
import { World } from './testing/world.ts';

describe('An RTM client of the page\'s own', () => {
  const world = new World();

  it('AN-11: is used as it is, and stays logged in', async () => {
    const userId = world.name('alice');
    const rtm = await world.ownRtm(userId);
    await rtm.login({});
    const bob = await world.online('bob');
    const { client, witness } = await world.create('', { userId, rtm });
    await bob.client.sendMessage(userId, 'too early');
    await client.connect();
    await bob.client.sendMessage(userId, 'hello');
    await witness.until(() => witness.messages.length > 0);
    await client.disconnect();
    // Taken by the page's own client, as it acknowledges.
    await bob.client.sendMessage(userId, 'too late');
    await rtm.publish(bob.userId, 'from the page', { channelType: 'USER' });
    expect(witness.messages).to.deep.equal([`${bob.userId}: hello`]);
    expect(witness.states).to.deep.equal(['connecting', 'online', 'offline']);
    expect(bob.witness.messages).to.deep.equal([`${userId}: from the page`]);
  });

  it('is waited for while the page logs it in', async () => {
    const userId = world.name('alice');
    const rtm = await world.ownRtm(userId);
    const { client, witness } = await world.create('', { userId, rtm });
    const connected = client.connect();
    await rtm.login({});
    await connected;
    expect(witness.states).to.deep.equal(['connecting', 'online']);
    await rtm.logout();
    expect(client.state).to.equal('offline');
    await rtm.login({});
    expect(witness.states).to.deep.equal(['connecting', 'online', 'offline', 'reconnecting', 'online']);
  });

  it('is logged in by a token, if it is not, and never logged out', async () => {
    const userId = world.name('alice');
    const rtm = await world.ownRtm(userId);
    const { client } = await world.create('', { userId, rtm, token: () => world.token(userId) });
    await client.connect();
    await client.disconnect();
    const error = await rejection(rtm.publish('nobody', 'x', { channelType: 'USER' }));
    expect(error, 'it is connected').to.have.property('errorCode', -11033);
  });

  it('is waited for when the page has begun to log it in', async () => {
    const rtm = new FakeRtm();
    void rtm.login({ token: 'of the page' });
    const client = createRtmSignal({ userId: 'alice', rtm: rtm.client, token: async () => 'of the adapter' });
    const connected = client.connect();
    // Once it was refused to log in beside the page.
    await new Promise((resolve) => setTimeout(resolve));
    rtm.logins[0]!.succeed();
    await connected;
    expect(rtm.logins.map(({ token }) => token)).to.deep.equal(['of the page']);
    await client.disconnect();
    expect(rtm.logouts).to.equal(0);
  });

  it('is not waited for without end, nor touched', async () => {
    const rtm = new FakeRtm();
    const client = createRtmSignal({ userId: 'alice', rtm: rtm.client, loginTimeout: 20 });
    const witness = new Witness(client);
    expect((await rejection(client.connect())).code).to.equal('signalFailed');
    expect({ logins: rtm.logins.length, logouts: rtm.logouts, listeners: rtm.listeners }).to.deep.equal({ logins: 0, logouts: 0, listeners: 0 });
    expect(witness.states).to.deep.equal(['connecting', 'failed']);
  });

  it('that fails is the page\'s to log in again', async () => {
    const rtm = new FakeRtm();
    rtm.state = 'CONNECTED';
    const client = createRtmSignal({ userId: 'alice', rtm: rtm.client });
    const witness = new Witness(client);
    await client.connect();
    rtm.link('FAILED', 'TOKEN_EXPIRED');
    expect(rtm.logins).to.deep.equal([]);
    rtm.link('CONNECTED', 'LOGIN_SUCCESS');
    rtm.emit('message', { channelType: 'USER', publisher: 'bob', message: 'hello' });
    expect(witness.states).to.deep.equal(['connecting', 'online', 'failed tokenFailed', 'online']);
    expect(witness.messages).to.deep.equal(['bob: hello']);
    await client.disconnect();
  });

  it('can have a manager of the page\'s own, too', async () => {
    const rtm = new FakeRtm();
    const manager = new RtmManager({ userId: 'alice', rtm: rtm.client });
    const told: string[] = [];
    manager.addListener({
      onConnected: () => void told.push('connected'),
      onDisconnected: (error) => void told.push(`disconnected ${error?.code}`),
      onTokenPrivilegeWillExpire: (channel) => void told.push(`token of "${channel}"`),
    });
    const login = manager.login('token');
    await new Promise((resolve) => setTimeout(resolve));
    expect(rtm.logins[0]!.token).to.equal('token');
    rtm.logins[0]!.succeed();
    await login;
    const witness = new Witness(new RtmSignalClient(manager));
    rtm.emit('message', { channelType: 'USER', publisher: 'bob', message: 'hello' });
    rtm.emit('tokenPrivilegeWillExpire', 'a stream channel' as never);
    rtm.emit('tokenPrivilegeWillExpire', '' as never);
    rtm.link('DISCONNECTED', 'KEEP_ALIVE_TIMEOUT');
    rtm.link('SUSPENDED', 'RECONNECT_TIMEOUT');
    rtm.link('CONNECTED', 'RECONNECT_SUCCESS');
    rtm.link('FAILED', 'SAME_UID_LOGIN');
    expect(witness.messages).to.deep.equal(['bob: hello']);
    expect(told).to.deep.equal(['connected', 'token of ""', 'disconnected undefined', 'connected', 'disconnected signedInElsewhere']);
    await manager.logout();
    expect(rtm.listeners).to.equal(0);
  });
});
