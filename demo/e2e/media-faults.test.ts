import { expect } from 'chai';
import { agora, bothEnd, openPair, over } from './harness.ts';
import { connect } from './phone.ts';
import { AGORA } from './transports.ts';

const PATIENCE = 60_000;

over([AGORA], () => {
  describe('the network of the media', function () {
    this.timeout(2 * PATIENCE);

    for (const ms of [0, 5000]) {
      it(`sockets are cut ${ms ? `for ${ms / 1000} s` : 'once'}: picture and sound go on`, async () => {
        const [alice, bob] = await openPair();
        await connect(alice, bob);
        const { sockets } = agora().rtc;
        await (ms ? sockets.cutFor(ms) : sockets.cut());
        await Promise.all([alice.seesPeer(), bob.seesPeer(), alice.hearsPeer(), bob.hearsPeer()]);
        // What needs the socket works again.
        await alice.press('Turn camera off');
        await bob.eventually('word of the camera', () => window.demo.provider.client?.getState().call?.remote.camera === false, undefined);
        await alice.press('Turn camera off');
        await bob.seesPeer();
        await alice.press('Hang up');
        await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      });
    }

    it('nothing passes for 9 s: reconnecting, then the call goes on', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      const blackout = agora().rtc.media.blackoutFor(9000);
      await alice.eventually('word of it', () => window.demo.provider.client?.getState().call?.media?.phase === 'reconnecting', undefined);
      await blackout;
      await alice.eventually('media again', () => window.demo.provider.client?.getState().call?.media?.phase === 'connected', undefined, PATIENCE);
      await Promise.all([alice.seesPeer(), bob.seesPeer(), alice.hearsPeer(), bob.hearsPeer()]);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
    });

    it('nothing passes for 30 s: the call ends on both sides', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      const blackout = agora().rtc.media.blackoutFor(30_000);
      await bothEnd([alice, 'mediaFailed'], [bob, 'mediaFailed'], { within: PATIENCE });
      await blackout;
      // And the next call has no memory of it.
      await connect(bob, alice);
    });

    for (const percent of [5, 15]) {
      it(`${percent} % of the packets get lost: a call is made, and its picture moves`, async () => {
        agora().rtc.media.lose({ up: percent, down: percent });
        const [alice, bob] = await openPair();
        await connect(alice, bob);
        await Promise.all([alice.hearsPeer(), bob.hearsPeer()]);
        const frames = await bob.page.evaluate(() => window.probe.stat('inbound-rtp', 'video', 'framesDecoded'));
        await bob.eventually('100 more frames', async (before) => (await window.probe.stat('inbound-rtp', 'video', 'framesDecoded')) > before + 100, frames, PATIENCE);
        expect(await bob.page.evaluate(() => window.probe.state())).to.equal('connected');
        await alice.press('Hang up');
        await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      });
    }

    it('one is thrown out of the room: the call ends on both sides', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      agora().rtc.kick(await alice.room(), 'alice', 'banned');
      await Promise.all([alice.until('prepared'), bob.until('prepared')]);
      await Promise.all([alice.isClean(), bob.isClean()]);
      const reason = (): string | undefined => window.probe.lastReason();
      expect(await alice.page.evaluate(reason)).to.equal('mediaFailed');
      // It sees the other one leave, or is told, whichever is first.
      expect(await bob.page.evaluate(reason)).to.be.oneOf(['mediaFailed', 'remoteHangup']);
    });
  });
});
