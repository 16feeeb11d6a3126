import { expect } from 'chai';
import type { RtmMessage } from '@call-elements/emulators';
import { ERRORS, RtmWorld } from './rtm-world.ts';

const OTHER_CERTIFICATE = '00000000000000000000000000000000';

describe('RTM, as agora-rtm-sdk meets it', () => {
  const world = new RtmWorld();

  describe('messages', () => {
    it('come as they were sent, from whom they were sent', async () => {
      const [alice, bob] = await world.aliceAndBob();
      const large = 'Ünïcödé 通话 '.repeat(1600).slice(0, 16_000);
      const bytes = [0, 1, 2, 254, 255];
      const results = [await alice.publish('bob', 'text', { customType: 'a.kind' }), await alice.publish('bob', bytes), await alice.publish('bob', large)];
      expect(results).to.deep.equal(['ok', 'ok', 'ok']);
      expect(await bob.page.evaluate(() => window.rtm.heard.map(({ from, content, customType }) => [from, content, customType]))).to.deep.equal([
        ['alice', 'text', 'a.kind'],
        ['alice', bytes, ''],
        ['alice', large, ''],
      ]);
      expect(await bob.publish('alice', 'x'.repeat(32_768))).to.equal('ok');
      expect((await alice.heard())[0]).to.have.length(32_768);
    });

    it('are seen by tests, each once, and can be sent by them', async () => {
      const [alice] = await world.aliceAndBob();
      const seen: RtmMessage[] = [];
      const stop = world.emulators.rtm.onMessage((message) => seen.push(message));
      await alice.publish('bob', 'word '.repeat(100));
      await alice.publish('bob', [1, 2, 3]);
      expect(await world.emulators.rtm.inject('carol', 'alice', 'from nowhere')).to.equal('delivered');
      expect(await world.emulators.rtm.inject('carol', 'alice', new Uint8Array([9, 8]))).to.equal('delivered');
      expect(await world.emulators.rtm.inject('carol', 'nobody', 'hello?')).to.equal('offline');
      stop();
      await alice.publish('bob', 'unseen');
      expect(seen.map(({ from, to, text, bytes }) => [from, to, text ?? [...bytes]])).to.deep.equal([
        ['alice', 'bob', 'word '.repeat(100)],
        ['alice', 'bob', [1, 2, 3]],
        ['carol', 'alice', 'from nowhere'],
        ['carol', 'alice', [9, 8]],
        ['carol', 'nobody', 'hello?'],
      ]);
      expect(await alice.heard()).to.deep.equal(['from nowhere', [9, 8]]);
    });

    it('go to and from a user without an SDK', async () => {
      const alice = await world.logIn('alice');
      const native = world.emulators.rtm.logIn('native');
      native.onMessage(({ from, text }) => void native.send(from, `re: ${text}`));
      expect(await alice.publish('native', 'hello')).to.equal('ok');
      await alice.untilHeard('re: hello');
      expect(native.received.map(({ text }) => text)).to.deep.equal(['hello']);
      native.leave();
      expect(await alice.publish('native', 'hello')).to.equal(ERRORS.peerOffline);
    });

    it('are refused when nobody is there to hear', async () => {
      const [alice, bob] = await world.aliceAndBob();
      expect(await alice.publish('carol', 'hello')).to.equal(ERRORS.peerOffline);
      world.emulators.rtm.setOffline('bob');
      expect(await alice.publish('bob', 'hello')).to.equal(ERRORS.peerOffline);
      world.emulators.rtm.setOffline('bob', false);
      expect(await alice.publish('bob', 'hello')).to.equal('ok');
      await bob.logout();
      expect(await alice.publish('bob', 'hello')).to.equal(ERRORS.peerOffline);
      expect(await bob.login()).to.equal('ok');
      expect(await alice.publish('bob', 'again')).to.equal('ok');
      expect(await bob.heard()).to.deep.equal(['hello', 'again']);
    });

    it('reach the subscribers of a channel', async () => {
      const [alice, bob] = await world.aliceAndBob();
      expect(await Promise.all([alice.subscribe('room'), bob.subscribe('room')])).to.deep.equal(['ok', 'ok']);
      expect(await alice.publish('room', 'to all', { channelType: 'MESSAGE' })).to.equal('ok');
      await bob.untilHeard('to all');
      expect(await alice.heard()).to.deep.equal([]);
    });
  });

  describe('tokens', () => {
    it('that are no good are refused, each in its way', async () => {
      const { tokens } = world.emulators;
      const bad: [string, number][] = [
        [tokens.rtm('alice', { certificate: OTHER_CERTIFICATE }), ERRORS.invalidToken],
        [tokens.rtm('bob'), ERRORS.invalidToken],
        [tokens.rtm('alice', { expiresIn: -10 }), ERRORS.tokenExpired],
        [tokens.rtc('room', 1), ERRORS.notAuthorized],
      ];
      const alice = await world.open('alice', { token: undefined });
      const results = [await alice.login()];
      for (const [token] of bad) results.push(await alice.login(token));
      expect(results).to.deep.equal([ERRORS.invalidToken, ...bad.map(([, code]) => code)]);
      expect(await alice.login(tokens.rtm('alice'))).to.equal('ok');
    });

    it('are renewed after a warning, and throw out whoever did not', async () => {
      const [alice, bob] = await Promise.all([world.open('alice'), world.open('bob')]);
      const short = (userId: string): string => world.emulators.tokens.rtm(userId, { expiresIn: 12 });
      const old = short('bob');
      expect(await Promise.all([alice.login(short('alice')), bob.login(old)])).to.deep.equal(['ok', 'ok']);
      await Promise.all([alice, bob].map((user) => user.until(({ warnings }) => warnings === 1)));
      expect(await alice.renew(world.emulators.tokens.rtm('alice', { certificate: OTHER_CERTIFICATE }))).to.equal(ERRORS.invalidToken);
      expect(await alice.renew(world.emulators.tokens.rtm('alice'))).to.equal('ok');
      await bob.untilState('FAILED/TOKEN_EXPIRED');
      expect(await alice.publish('bob', 'hello')).to.equal(ERRORS.peerOffline);
      expect(await bob.login(old)).to.equal(ERRORS.tokenExpired);
      expect(await bob.login(world.emulators.tokens.rtm('bob'))).to.equal('ok');
      expect(await alice.publish('bob', 'hello')).to.equal('ok');
    });

    it('expire when a test says so', async () => {
      const alice = await world.logIn('alice');
      world.emulators.rtm.warnOfTokenExpiry('alice');
      await alice.until(({ warnings }) => warnings === 1);
      world.emulators.rtm.expireToken('alice');
      await alice.untilState('FAILED/TOKEN_EXPIRED');
      expect(await alice.login()).to.equal(ERRORS.tokenExpired);
      expect(await alice.login(world.emulators.tokens.rtm('alice', { expiresIn: 100 }))).to.equal('ok');
    });

    it('are judged again at the edge', async () => {
      const alice = await world.open('alice');
      world.emulators.rtm.joinCode = 10022;
      expect(await alice.login()).to.equal(ERRORS.notAuthorized);
      world.emulators.rtm.joinCode = undefined;
      expect(await alice.login()).to.equal('ok');
    });
  });

  describe('a login under the same id', () => {
    it('throws the first one out', async () => {
      const first = await world.logIn('alice');
      const second = await world.logIn('alice');
      await first.untilState('FAILED/SAME_UID_LOGIN');
      const bob = await world.logIn('bob');
      await bob.publish('alice', 'hello');
      expect([await first.heard(), await second.heard()]).to.deep.equal([[], ['hello']]);
      expect(await first.login()).to.equal('ok');
      await second.untilState('FAILED/SAME_UID_LOGIN');
    });

    it('throws the first one out when that comes back', async () => {
      const first = await world.logIn('alice');
      const second = await world.open('alice');
      const { sockets } = world.emulators.rtm;
      // The SDK may still be opening the second of its sockets, and would go on over that one.
      sockets.refuse();
      sockets.cut();
      await first.untilState('DISCONNECTED/KEEP_ALIVE_TIMEOUT');
      sockets.heal();
      expect(await second.login()).to.equal('ok');
      await first.untilState('FAILED/SAME_UID_LOGIN');
      expect(await second.page.evaluate(() => window.rtm.states.at(-1))).to.equal('CONNECTED/LOGIN_SUCCESS');
    });

    it('can be the only trouble, or an administrator can be', async () => {
      const [alice, bob] = await world.aliceAndBob();
      world.emulators.rtm.kick('alice', 'sameUid');
      world.emulators.rtm.kick('bob');
      await Promise.all([alice.untilState('FAILED/SAME_UID_LOGIN'), bob.untilState('FAILED/KICKED_OUT_BY_SERVER')]);
      expect(() => world.emulators.rtm.kick('alice')).to.throw('No SDK is logged in as alice.');
    });
  });
});
