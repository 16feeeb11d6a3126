import { expect } from 'chai';
import type { EasemobMessage } from '@call-elements/emulators';
import { EasemobWorld, ERRORS } from './easemob-world.ts';

describe('Easemob, as easemob-websdk meets it', () => {
  const world = new EasemobWorld();

  describe('messages', () => {
    it('come as they were sent, from whom they were sent, commands and texts', async () => {
      const [alice, bob] = await world.aliceAndBob();
      const ext = { n: 1, big: 2 ** 52, half: 0.5, yes: true, s: 'Ünïcödé 通话', list: [1, { a: null }], long: 'x'.repeat(60_000) };
      expect(await alice.send('bob', { action: 'ring', ext })).to.equal('ok');
      expect(await alice.send('bob', 'hello')).to.equal('ok');
      expect(await bob.send('alice', { action: 'answer' })).to.equal('ok');
      await bob.untilHeard('hello');
      await alice.untilHeard('answer');
      expect((await bob.heard()).map(({ from, action, text, ext: given, onlineState }) => [from, action ?? text, given, onlineState])).to.deep.equal([
        ['alice', 'ring', ext, 1],
        ['alice', 'hello', {}, 1],
      ]);
    });

    it('come pushed, too', async () => {
      world.easemob.policy.delivery = 'push';
      const [alice, bob] = await world.aliceAndBob();
      for (const text of ['1', '2', '3']) expect(await alice.send('bob', text)).to.equal('ok');
      await bob.untilHeard('3');
      expect(await bob.texts()).to.deep.equal(['1', '2', '3']);
    });

    it('are said to have arrived, and to have been read', async () => {
      const [alice, bob] = await world.aliceAndBob();
      await alice.send('bob', { action: 'ring' });
      await bob.untilHeard('ring');
      const [heard] = await bob.heard();
      await alice.until(({ delivered }, id) => delivered.includes(id), heard!.id);
      expect(await bob.page.evaluate((message) => window.easemob.tellRead(message), heard!)).to.equal('ok');
      await alice.until(({ read }, id) => read.includes(id), heard!.id);
    });

    it('wait for who is away, in order, and say when they were sent', async () => {
      const alice = await world.logIn('alice');
      const carol = world.easemob.logIn('carol');
      const texts = Array.from({ length: 45 }, (_, n) => `message ${n}`);
      for (const text of texts) await carol.send('bob', { text });
      await alice.send('bob', { action: 'from alice' });
      const before = Date.now();
      const bob = await world.logIn('bob');
      await bob.untilEvent('onOfflineMessageSyncFinish');
      const heard = await bob.heard();
      expect(heard.filter(({ from }) => from === 'carol').map(({ text }) => text)).to.deep.equal(texts);
      expect(heard.filter(({ from }) => from === 'alice').map(({ action }) => action)).to.deep.equal(['from alice']);
      expect(heard.filter(({ time, onlineState }) => time > before || onlineState !== 0)).to.deep.equal([]);
      expect(await bob.events()).to.deep.equal(['onConnected', 'onOfflineMessageSyncStart', 'onOfflineMessageSyncFinish']);
      await alice.until(({ delivered }) => delivered.length === 1);
    });

    it('wait for nobody when they are only for who is there', async () => {
      const alice = await world.logIn('alice');
      expect(await alice.send('bob', { action: 'gone', onlineOnly: true })).to.equal('ok');
      expect(await alice.send('bob', { action: 'kept' })).to.equal('ok');
      expect(world.easemob.storedFor('bob').map(({ action }) => action)).to.deep.equal(['kept']);
      const bob = await world.logIn('bob');
      await bob.untilEvent('onOfflineMessageSyncFinish');
      expect(await alice.send('bob', { action: 'heard', onlineOnly: true })).to.equal('ok');
      await bob.untilHeard('heard');
      expect(await bob.texts()).to.deep.equal(['kept', 'heard']);
    });

    it('go to and from a user without an SDK, are seen by tests, and can be sent by them', async () => {
      const alice = await world.logIn('alice');
      const { easemob } = world;
      const seen: EasemobMessage[] = [];
      const stop = easemob.onMessage((message) => seen.push(message));
      const native = easemob.logIn('native');
      native.onMessage(({ from, kind, action }) => kind === 'command' && void native.send(from, { text: `re: ${action}` }));
      await alice.send('native', { action: 'ring', ext: { n: 1 } });
      await alice.untilHeard('re: ring');
      await alice.until(({ delivered }) => delivered.length === 1);
      expect(await easemob.inject('carol', 'alice', { action: 'from nowhere' })).to.equal('taken');
      await alice.untilHeard('from nowhere');
      stop();
      expect(seen.filter(({ kind }) => kind !== 'deliveryAck').map(({ from, to, text, action, ext }) => [from, to, text ?? action, ext])).to.deep.equal([
        ['alice', 'native', 'ring', { n: 1 }],
        ['native', 'alice', 're: ring', {}],
        ['carol', 'alice', 'from nowhere', {}],
      ]);
      native.leave();
      await alice.send('native', 'later');
      expect(easemob.logIn('native').received.map(({ text }) => text)).to.include('later');
    });
  });

  describe('a login', () => {
    it('goes by a password, when it is the right one', async () => {
      world.easemob.register('alice', 'secret');
      world.easemob.policy.accounts = 'registered';
      const alice = await world.open('alice');
      expect(await alice.open({ pwd: 'wrong' })).to.equal(ERRORS.badPassword);
      expect(await alice.open({ pwd: 'secret' })).to.equal('ok');
      const bob = await world.open('bob');
      expect(await bob.open({ pwd: 'secret' })).to.equal(ERRORS.userNotFound);
      expect(await bob.register('bob', 'secret')).to.equal('ok');
      expect(await bob.open({ pwd: 'secret' })).to.equal('ok');
    });

    it('goes by a token, when it is a good one', async () => {
      const alice = await world.open('alice');
      expect(await alice.open({ accessToken: world.easemob.tokenFor('bob') })).to.equal(ERRORS.badToken);
      expect(await alice.open({ accessToken: world.easemob.tokenFor('alice', { expiresIn: -1 }) })).to.equal(ERRORS.tokenExpired);
      world.easemob.policy.accounts = 'registered';
      expect(await alice.open({ accessToken: world.easemob.tokenFor('alice') })).to.equal(ERRORS.userNotFound);
      world.easemob.register('alice', 'secret');
      expect(await alice.open({ accessToken: world.easemob.tokenFor('alice') })).to.equal('ok');
    });

    it("goes by one of Agora's tokens", async () => {
      const alice = await world.open('alice');
      expect(await alice.open({ agoraToken: world.emulators.tokens.chat('bob') })).to.equal(ERRORS.badToken);
      expect(await alice.open({ agoraToken: world.emulators.tokens.chat('alice') })).to.equal('ok');
    });

    it('goes to servers that the app names', async () => {
      world.easemob.dns = { status: 503 };
      const own = { isHttpDNS: false, apiUrl: 'https://a1.easemob.com', url: 'wss://im-api-v2.easemob.com/websocket' };
      const [alice, bob] = await Promise.all(['alice', 'bob'].map((userId) => world.logIn(userId, { ...own, credential: { pwd: 'any' } })));
      await alice!.send('bob', 'hello');
      await bob!.untilHeard('hello');
    });

    it('is over when one logs out', async () => {
      const [alice, bob] = await world.aliceAndBob();
      await bob.close();
      await bob.untilEvent('onDisconnected');
      await alice.send('bob', 'later');
      expect(world.easemob.users).to.deep.equal(['alice']);
      expect(await bob.open({ accessToken: world.easemob.tokenFor('bob') })).to.equal('ok');
      await bob.untilHeard('later');
    });
  });

  describe('tokens', () => {
    it('end', async () => {
      const alice = await world.logIn('alice', { credential: { accessToken: world.easemob.tokenFor('alice', { expiresIn: 3 }) } });
      await alice.untilEvent('onDisconnected');
      expect(await alice.events()).to.deep.equal(['onConnected', 'onTokenWillExpire', 'onTokenExpired', 'onDisconnected']);
      expect(await alice.open({ accessToken: world.easemob.tokenFor('alice') })).to.equal('ok');
    });

    it('end when a test says so, and are renewed before', async () => {
      const alice = await world.logIn('alice');
      const next = world.easemob.tokenFor('alice', { expiresIn: 7 * 86_400 });
      world.easemob.warnOfTokenExpiry('alice');
      await alice.untilEvent('onTokenWillExpire');
      expect(await alice.renew(world.easemob.tokenFor('bob'))).to.equal(ERRORS.unauthorized);
      expect(await alice.renew(next)).to.equal('ok');
      world.easemob.warnOfTokenExpiry('alice');
      await alice.untilEvent('onTokenWillExpire', 2);
      world.easemob.expireToken('alice');
      await alice.untilEvent(`onError ${ERRORS.tokenExpired}`);
      await alice.close();
      expect(await alice.open({ accessToken: next })).to.equal(ERRORS.tokenExpired);
    });
  });

  describe('devices', () => {
    it('are one at a time: another login throws the first one out', async () => {
      const first = await world.logIn('alice', { deviceId: 'first' });
      const second = await world.logIn('alice', { deviceId: 'second' });
      await first.untilEvent(`onDisconnected ${ERRORS.signedInElsewhere}`);
      expect(await second.events()).to.deep.equal(['onConnected']);
    });

    it('are several, and all of them hear everything', async () => {
      world.easemob.policy.devices = 'several';
      const alice = await world.logIn('alice');
      const [phone, tablet] = [await world.logIn('bob', { deviceId: 'phone' }), await world.logIn('bob', { deviceId: 'tablet' })];
      await alice.send('bob', 'hello');
      await Promise.all([phone, tablet].map((device) => device.untilHeard('hello')));
      await phone.send('alice', { action: 'answer' });
      await Promise.all([alice, tablet].map((device) => device.untilHeard('answer')));
      expect((await tablet.heard()).map(({ from }) => from)).to.deep.equal(['alice', 'bob']);
      expect(await phone.texts()).to.deep.equal(['hello']);
    });

    for (const [reason, error] of [['removed', ERRORS.removed], ['passwordChanged', ERRORS.passwordChanged], ['byOtherDevice', ERRORS.kickedByOther]] as const) {
      it(`are thrown out: ${reason}`, async () => {
        const alice = await world.logIn('alice');
        world.easemob.kick('alice', reason);
        await alice.untilEvent(`onDisconnected ${error}`);
        expect(await alice.events()).to.deep.equal(['onConnected', `onError ${error}`, `onDisconnected ${error}`]);
        expect(() => world.easemob.kick('alice')).to.throw('Nobody is logged in as alice.');
      });
    }
  });
});
