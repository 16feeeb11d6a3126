import { expect } from 'chai';
import { EasemobWorld, ERRORS } from './easemob-world.ts';

const HOUR = 3_600_000;

describe('Faults of Easemob, as easemob-websdk meets them', () => {
  const world = new EasemobWorld();

  describe('sockets', () => {
    it('of one user are cut for 2 s, and come back with what came meanwhile', async () => {
      const [alice, bob] = await world.aliceAndBob();
      const healed = world.easemob.sockets.cutFor(2000, 'alice');
      await alice.untilEvent('onReconnecting');
      expect(await bob.send('alice', 'meanwhile')).to.equal('ok');
      const sent = alice.send('bob', 'waits in the SDK');
      await healed;
      await alice.untilHeard('meanwhile');
      expect(await sent).to.equal('ok');
      await bob.untilHeard('waits in the SDK');
      expect(await bob.events()).to.deep.equal(['onConnected']);
    });

    it('are refused until the SDK gives up', async () => {
      const alice = await world.logIn('alice', { autoReconnectNumMax: 1 });
      world.easemob.sockets.refuse();
      world.easemob.sockets.cut();
      await alice.untilEvent(`onDisconnected ${ERRORS.gaveUp}`);
      expect(world.easemob.users).to.deep.equal([]);
      world.easemob.sockets.heal();
      await alice.close();
      expect(await alice.open({ accessToken: world.easemob.tokenFor('alice') })).to.equal('ok');
    });

    it('fall into a black hole, which the SDK finds out when it is told to look', async () => {
      const [alice, bob] = await world.aliceAndBob();
      world.easemob.sockets.blackHole('alice');
      const sent = alice.send('bob', 'swallowed');
      // It does not look before two seconds have passed without a frame, and waits for eight more.
      await alice.page.waitForTimeout(2100);
      await alice.page.evaluate(() => window.easemob.show());
      await alice.untilEvent('onReconnecting');
      expect(await sent).to.equal(ERRORS.connectionLost);
      expect(await bob.texts()).to.deep.equal([]);
      world.easemob.sockets.heal();
      await alice.untilEvent('onConnected', 2);
      await bob.untilHeard('swallowed');
    });

    it('are cut in the middle of a queue, and every message is heard once, in order', async () => {
      const carol = world.easemob.logIn('carol');
      const bob = await world.logIn('bob');
      world.easemob.policy.batch = 5;
      const texts = Array.from({ length: 80 }, (_, n) => `message ${n}`);
      for (const [n, text] of texts.entries()) {
        await carol.send('bob', { text });
        if (n % 20 === 10) await bob.until(({ heard }, count) => heard.length > count, n - 8).then(() => world.easemob.sockets.cut('bob'));
      }
      await bob.untilHeard(texts.at(-1)!);
      expect(await bob.texts()).to.deep.equal(texts);
    });

    it('come back to emulators that were started again', async () => {
      const [alice, bob] = await world.aliceAndBob();
      await world.restart();
      await Promise.all([alice, bob].map((user) => user.untilEvent('onConnected', 2)));
      expect(await alice.send('bob', 'hello')).to.equal('ok');
      await bob.untilHeard('hello');
    });
  });

  describe('servers', () => {
    for (const [status, error] of [[429, ERRORS.busy], [503, ERRORS.busy], [500, ERRORS.badPassword]] as const) {
      it(`refuse a password with ${status}`, async () => {
        const alice = await world.open('alice');
        world.easemob.rest = { status };
        expect(await alice.open({ pwd: 'any' })).to.equal(error);
        world.easemob.rest = 'up';
        expect(await alice.open({ pwd: 'any' })).to.equal('ok');
      });
    }

    it('reset the connection', async () => {
      const alice = await world.open('alice');
      world.easemob.rest = 'reset';
      expect(await alice.open({ pwd: 'any' })).to.equal(-2);
    });

    it('are not to be found', async () => {
      world.easemob.dns = { status: 503 };
      const alice = await world.open('alice');
      expect(await alice.open({ accessToken: world.easemob.tokenFor('alice') })).to.equal(304);
    });
  });

  describe('logins', () => {
    for (const [code, reason, error] of [
      [2, '', ERRORS.authFailed],
      [7, 'Sorry, the app online count limit', 50],
      [12, '', ERRORS.forbidden],
      [13, '', ERRORS.tooManyDevices],
    ] as const) {
      it(`are refused with ${code}`, async () => {
        const alice = await world.open('alice');
        world.easemob.provision(code, reason, 'alice');
        expect(await alice.open({ accessToken: 'any' })).to.equal(error);
        world.easemob.provision('up');
        expect(await alice.open({ accessToken: 'any' })).to.equal('ok');
      });
    }

    it('end without an answer', async () => {
      const alice = await world.open('alice');
      world.easemob.provision('close');
      expect(await alice.open({ accessToken: 'any' })).to.equal(ERRORS.gaveUp);
    });

    it('are never answered', async () => {
      const [alice, bob] = await Promise.all([world.open('alice'), world.open('bob')]);
      world.easemob.provision('silent', '', 'alice');
      const opened = alice.open({ accessToken: 'any' });
      expect(await bob.open({ accessToken: 'any' })).to.equal('ok');
      world.easemob.provision('up');
      // The SDK asks again after ten seconds.
      expect(await opened).to.equal('ok');
    });
  });

  describe('messages', () => {
    it('are refused, with the reasons by which the SDK goes', async () => {
      const [alice, bob] = await world.aliceAndBob();
      const { messages } = world.easemob;
      for (const [code, reason, error] of [[1, 'blocked', ERRORS.blocked], [15, '', 507], [19, 'no', 502], [7, 'traffic limit', 509]] as const) {
        messages.refuse(code, { reason, times: 1 });
        expect(await alice.send('bob', 'refused')).to.equal(error);
      }
      messages.refuse(1, { reason: 'blocked', to: 'carol' });
      expect(await alice.send('bob', 'allowed')).to.equal('ok');
      await bob.untilHeard('allowed');
      expect(await bob.texts()).to.deep.equal(['allowed']);
    });

    it('go to nobody when there is nobody of this name', async () => {
      world.easemob.register('alice', 'secret');
      world.easemob.policy.accounts = 'registered';
      const alice = await world.logIn('alice');
      expect(await alice.send('nobody', 'hello?')).to.equal(ERRORS.userNotFound);
    });

    it('arrive, and the socket is lost before their senders know', async () => {
      const [alice, bob] = await world.aliceAndBob();
      const fault = world.easemob.messages.cutBeforeAck({ times: 1 });
      expect(await alice.send('bob', 'once')).to.equal(ERRORS.connectionLost);
      await alice.untilEvent('onConnected', 2);
      expect(await alice.send('bob', 'twice')).to.equal('ok');
      await bob.untilHeard('twice');
      expect([await bob.texts(), fault.hits]).to.deep.equal([['once', 'twice'], 1]);
    });

    it('are lost, or their acks are: the SDK gives up after 15 s, on all that is under way, and connects anew', async () => {
      const [alice, bob] = await world.aliceAndBob();
      world.easemob.messages.drop({ times: 1, match: ({ text }) => text === 'lost' });
      world.easemob.messages.loseAck({ times: 1, match: ({ text }) => text === 'heard' });
      expect(await Promise.all([alice.send('bob', 'lost'), alice.send('bob', 'heard')])).to.deep.equal([ERRORS.noAck, ERRORS.connectionLost]);
      await alice.untilEvent('onConnected', 2);
      expect(await alice.send('bob', 'end')).to.equal('ok');
      await bob.untilHeard('end');
      expect(await bob.texts()).to.deep.equal(['heard', 'end']);
    });

    it('come late, and twice', async () => {
      const [alice, bob] = await world.aliceAndBob();
      const { messages } = world.easemob;
      messages.delay(1000, { match: ({ text }) => text === 'late' });
      messages.duplicate({ match: ({ text }) => text === 'double' });
      messages.delayAck(500, { match: ({ text }) => text === 'double' });
      expect(await alice.send('bob', 'late')).to.equal('ok');
      expect(await alice.send('bob', 'double')).to.equal('ok');
      await bob.untilHeard('late');
      expect(await bob.texts()).to.deep.equal(['double', 'double', 'late']);
      expect(new Set((await bob.heard()).map(({ id }) => id)).size).to.equal(3);
    });

    it('are kept for who counts as away', async () => {
      const [alice, bob] = await world.aliceAndBob();
      world.easemob.setOffline('bob');
      expect(await alice.send('bob', 'kept')).to.equal('ok');
      expect(await alice.send('bob', { action: 'gone', onlineOnly: true })).to.equal('ok');
      expect(world.easemob.storedFor('bob').map(({ text }) => text)).to.deep.equal(['kept']);
      world.easemob.setOffline('bob', false);
      await bob.untilHeard('kept');
      expect(await bob.texts()).to.deep.equal(['kept']);
    });
  });

  describe('the time', () => {
    it("is not the device's", async () => {
      world.emulators.clock.skewMs = HOUR;
      const [alice, bob] = await world.aliceAndBob();
      await alice.send('bob', 'hello');
      await bob.untilHeard('hello');
      const ahead = await bob.page.evaluate(() => window.easemob.heard[0]!.time - Date.now());
      expect(ahead).to.be.within(HOUR - 60_000, HOUR + 1000);
    });

    it('is so far behind that tokens have ended for the device', async () => {
      world.emulators.clock.skewMs = -2 * HOUR;
      const alice = await world.open('alice');
      await alice.open({ accessToken: world.easemob.tokenFor('alice', { expiresIn: 3600 }) });
      await alice.untilEvent('onTokenExpired');
    });
  });
});
