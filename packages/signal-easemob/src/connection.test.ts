import { expect } from 'chai';
import { emulatorsInfo, getFromEmulators, onEmulators, setOnEmulators } from '@call-elements/emulators/page';
import { EasemobManager } from './index.ts';
import type { EasemobOptions } from './index.ts';
import { rejection } from '@call-elements/testing';
import { World } from './testing/world.ts';

describe('The connection to Easemob', () => {
  const world = new World();

  it('is made with a token, a password, or a token of Agora', async () => {
    const userId = world.name('alice');
    await onEmulators('easemob.register', userId, 'secret');
    const token = await world.token(userId);
    for (const login of [token, { token }, { agoraToken: token }, { password: 'secret' }]) {
      const { appKey } = await emulatorsInfo();
      const manager = new EasemobManager({ userId, appKey });
      await manager.login(login);
      expect(await getFromEmulators('easemob.users')).to.deep.equal([userId]);
      await manager.logout();
    }
  });

  it('is made on servers of one\'s own', async () => {
    const { client } = await world.create('alice', { url: 'wss://msync.example.easemob.com/anything', apiUrl: 'https://rest.example.easemob.com/', token: undefined, password: 'x' });
    await setOnEmulators('easemob.dns', 'silent');
    await client.connect();
    expect(client.state).to.equal('online');
  });

  it('is refused with a reason', async () => {
    const userId = world.name('alice');
    await onEmulators('easemob.register', userId, 'secret');
    await setOnEmulators('easemob.policy.accounts', 'registered');
    const refusals: [Partial<EasemobOptions>, string, RegExp][] = [
      [{ userId, password: 'wrong' }, 'tokenFailed', /refused the token or password of "alice.*invalid password/],
      [{ userId: 'nobody', password: 'secret' }, 'invalidArgument', /no user "nobody".*registered first/],
      [{ userId: 'nobody', token: async () => 'some token' }, 'invalidArgument', /no user "nobody"/],
      [{ userId, token: async () => 'some token' }, 'tokenFailed', /refused the token/],
      [{ userId, token: () => world.token(userId, -1) }, 'tokenFailed', /refused the token.*expired/],
    ];
    for (const [options, code, message] of refusals) {
      const { client, witness } = await world.create('', { token: undefined, ...options });
      const error = await rejection(client.connect());
      expect(error.code, error.message).to.equal(code);
      expect(error.message).to.match(message);
      expect(error.cause).to.be.an('object');
      expect(witness.states).to.deep.equal(['connecting', 'failed']);
    }
  });

  it('is refused without anything to show', async () => {
    const { client, userId } = await world.create('alice', { token: undefined });
    expect(await rejection(client.connect())).to.include({ code: 'tokenFailed', message: `Easemob wants a token or a password from "${userId}", and there is none.` });
  });

  it('is refused by the service for reasons of its own', async () => {
    for (const [fate, reason] of [[12, ''], [13, ''], [7, 'Sorry, the app online count limit'], [14, 'something new']] as const) {
      await onEmulators('easemob.provision', fate, reason);
      const { client } = await world.create('alice');
      const error = await rejection(client.connect());
      expect(error.code, `${fate} ${error.message}`).to.equal(fate === 14 ? 'tokenFailed' : 'signalFailed');
      await onEmulators('easemob.heal');
    }
  });

  for (const state of ['reset', { status: 503 }, { status: 429 }] as const) {
    it(`is not made while the REST service is ${JSON.stringify(state)}, which is no matter of the password`, async () => {
      await setOnEmulators('easemob.rest', state);
      const { client } = await world.create('alice', { token: undefined, password: 'secret' });
      expect((await rejection(client.connect())).code).to.equal('signalFailed');
      await setOnEmulators('easemob.rest', 'up');
      await client.connect();
      expect(client.state).to.equal('online');
    });
  }

  it('is given up after a while when nobody answers, and nothing of it is left', async () => {
    const { client, userId, witness } = await world.create('alice', { loginTimeout: 300 });
    await onEmulators('easemob.provision', 'silent');
    const error = await rejection(client.connect());
    expect(error.code).to.equal('signalFailed');
    expect(error.message).to.contain('300 ms').and.contain('unsafe-eval');
    expect(witness.states).to.deep.equal(['connecting', 'failed']);
    await onEmulators('easemob.heal');
    await client.connect();
    expect(witness.states).to.deep.equal(['connecting', 'failed', 'connecting', 'online']);
    expect(await onEmulators('easemob.devicesOf', userId)).to.have.length(1);
  });

  it('is not made after all when disconnect() comes first', async () => {
    const { client, witness } = await world.create('alice');
    await onEmulators('easemob.provision', 'silent');
    const failure = rejection(client.connect());
    await client.disconnect();
    expect((await failure).code).to.equal('signalNotReady');
    expect(witness.states).to.deep.equal(['connecting', 'offline']);
    await onEmulators('easemob.heal');
    await client.connect();
    expect(witness.states).to.deep.equal(['connecting', 'offline', 'connecting', 'online']);
  });

  it('comes back by itself; meanwhile sending is refused at once, and what is unconfirmed is too', async () => {
    const alice = await world.online('alice');
    const bob = await world.online('bob');
    await onEmulators('easemob.messages.loseAck', { times: 1, from: alice.userId, to: bob.userId });
    const unconfirmed = rejection(alice.client.sendMessage(bob.userId, 'once')).then((error) => ({ code: error.code, state: alice.client.state }));
    await bob.witness.until(() => bob.witness.messages.length === 1);
    await world.cutOff(alice.userId);
    await alice.witness.untilState('reconnecting');
    expect(await unconfirmed).to.deep.equal({ code: 'signalNotReady', state: 'reconnecting' });
    expect((await rejection(alice.client.sendMessage(bob.userId, 'in between'))).code).to.equal('signalNotReady');
    await onEmulators('easemob.sockets.heal');
    await alice.witness.untilState('online');
    await alice.client.sendMessage(bob.userId, 'again');
    await bob.witness.until(() => bob.witness.messages.length === 2);
    expect(bob.witness.messages).to.deep.equal([`${alice.userId}: once`, `${alice.userId}: again`]);
    expect(alice.witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online']);
  });

  it('hears what comes after it was cut while it fetched a message', async () => {
    const [alice, bob] = await Promise.all([world.online('alice'), world.online('bob')]);
    await onEmulators('easemob.messages.cutBeforePull', { times: 1, to: alice.userId });
    await bob.client.sendMessage(alice.userId, 'lost with the socket');
    await alice.witness.untilState('reconnecting');
    await alice.witness.untilState('online');
    await bob.client.sendMessage(alice.userId, 'after it');
    await alice.witness.until(() => alice.witness.messages.length > 0);
    expect(alice.witness.messages).to.deep.equal([`${bob.userId}: after it`]);
  });

  it('is lost at once where the service cuts it between a message and its confirmation (510)', async () => {
    const alice = await world.online('alice');
    const bob = await world.online('bob');
    await onEmulators('easemob.messages.cutBeforeAck', { times: 1, to: bob.userId });
    expect((await rejection(alice.client.sendMessage(bob.userId, 'hello'))).code).to.equal('signalNotReady');
    await alice.witness.untilState('reconnecting');
    await alice.witness.untilState('online');
    await bob.witness.until(() => bob.witness.messages.length > 0);
    expect(bob.witness.messages).to.deep.equal([`${alice.userId}: hello`]);
  });

  it('that is dead without a sign is found out when the page is looked at again', async function () {
    this.timeout(20_000);
    const { userId, witness } = await world.online('alice');
    await onEmulators('easemob.sockets.blackHole', userId);
    // The SDK does not ask when it has heard something within 2 s.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    dispatchEvent(new Event('pageshow'));
    await witness.untilState('reconnecting');
    await onEmulators('easemob.sockets.heal');
    await witness.untilState('online');
  });

  describe('ends for good when the service throws the user out:', () => {
    for (const [reason, code] of [['otherDevice', 'signedInElsewhere'], ['byOtherDevice', 'signedInElsewhere'], ['passwordChanged', 'tokenFailed'], ['removed', 'signalFailed']] as const) {
      it(reason, async () => {
        const { client, userId, witness } = await world.online('alice');
        await onEmulators('easemob.kick', userId, reason);
        await witness.untilState(`failed ${code}`);
        expect((await rejection(client.sendMessage('bob', 'hello'))).code).to.equal('signalNotReady');
        await client.connect();
        expect(witness.states).to.deep.equal(['connecting', 'online', `failed ${code}`, 'connecting', 'online']);
      });
    }
  });

  it('goes to the latest of two where the app allows one device, and stays there', async () => {
    const first = await world.online('alice');
    const second = await world.online('', { userId: first.userId });
    await first.witness.untilState('failed signedInElsewhere');
    const bob = await world.online('bob');
    await bob.client.sendMessage(first.userId, 'hello');
    await second.witness.until(() => second.witness.messages.length > 0);
    expect(first.witness.messages).to.deep.equal([]);
    expect(second.witness.states).to.deep.equal(['connecting', 'online']);
  });

  it('is one of several of a user where the app allows that; what one says, the others do not take for calls', async () => {
    await setOnEmulators('easemob.policy.devices', 'several');
    const [tab, other] = [await world.online('alice'), await world.online('bob')];
    const twin = await world.online('', { userId: tab.userId });
    expect(await onEmulators('easemob.devicesOf', tab.userId)).to.have.length(2);
    expect(tab.client.device).not.to.equal(twin.client.device);
    await tab.client.sendMessage(other.userId, 'from one');
    await other.client.sendMessage(tab.userId, 'to both');
    for (const { witness } of [tab, twin]) {
      await witness.until(() => witness.messages.length > 0);
      expect(witness.messages).to.deep.equal([`${other.userId}: to both`]);
      expect(witness.states).to.deep.equal(['connecting', 'online']);
    }
  });

  it('of several devices of a user the one that connected last negotiates ahead', async () => {
    await setOnEmulators('easemob.policy.devices', 'several');
    const tab = await world.online('alice');
    expect(tab.client.mayWarm()).to.equal(true);
    const twin = await world.online('', { userId: tab.userId });
    const bob = await world.online('bob');
    const mayWarm = async (text: string): Promise<boolean[]> => {
      // What the service sent before has arrived when this has.
      await bob.client.sendMessage(tab.userId, text);
      for (const { witness } of [tab, twin]) await witness.until(() => witness.messages.at(-1) === `${bob.userId}: ${text}`);
      return [tab.client.mayWarm(), twin.client.mayWarm()];
    };
    expect(await mayWarm('one')).to.deep.equal([false, true]);
    await tab.client.disconnect();
    await tab.client.connect();
    expect(await mayWarm('two')).to.deep.equal([true, false]);
  });

  it('keeps the name of its device, so that it does not end itself when it is made anew', async () => {
    const { client, userId, witness } = await world.online('alice');
    const [device] = await onEmulators('easemob.devicesOf', userId);
    await onEmulators('easemob.expireToken', userId);
    await witness.untilState('reconnecting');
    await witness.untilState('online');
    expect(await onEmulators('easemob.devicesOf', userId)).to.deep.equal([device]);
    expect(device).to.contain(client.device);
  });
});

describe('Registering with Easemob', () => {
  const world = new World();

  it('makes an account, once', async () => {
    await setOnEmulators('easemob.policy.accounts', 'registered');
    const { appKey } = await emulatorsInfo();
    const manager = new EasemobManager({ userId: world.name('Alice'), appKey, password: 'secret' });
    expect((await rejection(manager.login())).code).to.equal('invalidArgument');
    await manager.register('secret');
    await manager.login();
    expect(manager.state).to.equal('online');
    const error = await rejection(manager.register('another'));
    expect(error.code).to.equal('invalidArgument');
    expect(error.message).to.contain(`"${manager.userId}" already`);
    await manager.logout();
  });
});
