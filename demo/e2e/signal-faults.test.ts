import { expect } from 'chai';
import type { SocketFaults } from '@call-elements/emulators';
import { agora, bothEnd, openPair, over } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';
import { AGORA, EASEMOB } from './transports.ts';

const PATIENCE = 60_000;
const both = (phones: readonly Phone[], state: 'online' | 'reconnecting'): Promise<void[]> => Promise.all(phones.map((phone) => phone.untilSignal(state, PATIENCE)));

over([AGORA, EASEMOB], ({ signal }) => {
  const sockets = (): SocketFaults => (signal === 'easemob' ? agora().easemob : agora().rtm).sockets;

  describe('signalling is cut off', function () {
    this.timeout(2 * PATIENCE);

    for (const ms of [2000, 20_000]) {
      it(`for ${ms / 1000} s while it rings: it rings on, and can be answered afterwards`, async () => {
        const [alice, bob] = await openPair({ 'call-timeout': String(PATIENCE) });
        await alice.press('Video call');
        await bob.until('calling');
        const cut = sockets().cutFor(ms);
        await both([alice, bob], 'reconnecting');
        await cut;
        await both([alice, bob], 'online');
        await bob.press('Accept call');
        await Promise.all([alice.until('connected'), bob.until('connected')]);
        await Promise.all([alice.seesPeer(), bob.seesPeer(), alice.hearsPeer(), bob.hearsPeer()]);
        await alice.press('Hang up');
        await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      });

      it(`for ${ms / 1000} s during a call: it goes on, and ends as usual afterwards`, async () => {
        const [alice, bob] = await openPair();
        await connect(alice, bob);
        const cut = sockets().cutFor(ms);
        await both([alice, bob], 'reconnecting');
        await Promise.all([alice.seesPeer(), bob.seesPeer()]);
        await cut;
        await both([alice, bob], 'online');
        await Promise.all([alice.seesPeer(), bob.seesPeer()]);
        await alice.press('Mute microphone');
        await bob.eventually('word of the mute', () => window.demo.provider.client?.getState().call?.remote.microphone === false, undefined);
        await alice.press('Hang up');
        await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      });
    }

    it('for the callee alone while it accepts: the caller hears of it when it is back', async () => {
      const [alice, bob] = await openPair();
      await alice.press('Video call');
      await bob.until('calling');
      const cut = sockets().cutFor(2000, 'bob');
      await bob.untilSignal('reconnecting');
      await bob.press('Accept call');
      await cut;
      await Promise.all([alice.until('connected'), bob.until('connected')]);
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
    });

    it('for longer than it rings: both sides stop by themselves', async () => {
      const [alice, bob] = await openPair({ 'call-timeout': '4000' });
      await alice.press('Video call');
      await bob.until('calling');
      sockets().cut();
      sockets().refuse();
      await bothEnd([alice, 'signalLost'], [bob, 'signalLost'], { within: PATIENCE, unheard: true });
    });

    it('and one hangs up: the other side sees it leave', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      sockets().cut();
      sockets().refuse();
      await both([alice, bob], 'reconnecting');
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup'], { unheard: true });
    });
  });
});

over([AGORA], () => {
  describe('RTM loses messages', () => {
    it('an acknowledgement: the call is made once', async () => {
      const [alice, bob] = await openPair();
      agora().rtm.messages.loseAck({ match: ({ from }) => from === 'alice', times: 1 });
      await connect(alice, bob);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      const rang = (await bob.reasons()).filter((entry) => entry.startsWith('calling'));
      expect(rang).to.have.length(1);
    });

    it('the first of every kind: receipts notice, and the call is made', async () => {
      const [alice, bob] = await openPair();
      agora().rtm.messages.drop({ match: ({ from }) => from === 'alice', times: 1 });
      agora().rtm.messages.drop({ match: ({ from }) => from === 'bob', times: 1 });
      await connect(alice, bob);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
    });

    it('in no order, and twice: nothing changes', async () => {
      const [alice, bob] = await openPair();
      agora().rtm.messages.duplicate({ copies: 2, disguised: true });
      await connect(alice, bob);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      expect((await bob.reasons()).filter((entry) => entry.startsWith('calling'))).to.have.length(1);
    });
  });

  describe('the same user signs in elsewhere', () => {
    it('during a call: the page is told, and the call goes on over its media', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      agora().rtm.kick('alice', 'sameUid');
      await alice.untilSignal('failed');
      expect(await alice.errors()).to.satisfy((errors: string[]) => errors.length === 1 && errors[0]!.startsWith('signedInElsewhere'));
      await Promise.all([alice.seesPeer(), bob.seesPeer()]);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup'], { unheard: true });
    });

    it('while it rings: it ends on both sides', async () => {
      const [alice, bob] = await openPair({ 'call-timeout': '5000' });
      await alice.press('Video call');
      await bob.until('calling');
      agora().rtm.kick('alice', 'sameUid');
      await alice.until('prepared', PATIENCE);
      await bob.until('prepared', PATIENCE);
      await Promise.all([alice.isClean({ unheard: true }), bob.isClean({ unheard: true })]);
    });
  });
});
