import { expect } from 'chai';
import { bothEnd, openPair, overEveryPair } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';

overEveryPair(() => {
  describe('a video call', () => {
    it('rings, connects with picture and sound both ways, and ends without a trace', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      await Promise.all([alice.hearsPeer(), bob.hearsPeer()]);

      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      expect([...alice.complaints, ...bob.complaints]).to.deep.equal([]);
    });

    it('shows every state and reason in CallAPI\'s words', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      await bob.press('Hang up');
      await bothEnd([alice, 'remoteHangup'], [bob, 'localHangup']);

      // Connected comes with the last thing that was missing: a frame or the peer's word, whichever was later (callapi.md §2, T14).
      const calls = (trace: string[]): string[] => trace.slice(trace.findIndex((entry) => entry.startsWith('calling'))).map((entry) => entry.replace(/^connected.*/, 'connected'));
      expect(calls(await alice.reasons())).to.deep.equal(['calling/localVideoCall', 'connecting/remoteAccepted', 'connected', 'prepared/remoteHangup']);
      expect(calls(await bob.reasons())).to.deep.equal(['calling/remoteVideoCall', 'connecting/localAccepted', 'connected', 'prepared/localHangup']);
    });

    it('can be followed by another one, the other way round', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      await connect(bob, alice);
      await bob.press('Hang up');
      await bothEnd([bob, 'localHangup'], [alice, 'remoteHangup']);
      expect([...alice.complaints, ...bob.complaints]).to.deep.equal([]);
    });
  });

  describe('devices in a video call', () => {
    it('mute silences the sound that the peer receives, and unmute brings it back', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      await bob.hearsPeer();

      await alice.press('Mute microphone');
      await bob.eventually('word of the mute', () => window.demo.provider.client?.getState().call?.remote.microphone === false, undefined);
      await staysSilent(bob);

      await alice.press('Mute microphone');
      await bob.hearsPeer();
    });

    it('camera off stops the capture and the sending, and camera on shows the picture again', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);

      await alice.press('Turn camera off');
      await bob.eventually('word of the camera', () => window.demo.provider.client?.getState().call?.remote.camera === false, undefined);
      await alice.eventually('a camera that is off', () => window.probe.liveTracks('video') === 0, undefined);
      expect(await bob.page.evaluate(() => window.probe.remoteMoves())).to.equal(false);
      await bob.hearsPeer();

      await alice.press('Turn camera off');
      await bob.seesPeer();

      await bob.press('Hang up');
      await bothEnd([alice, 'remoteHangup'], [bob, 'localHangup']);
      expect([...alice.complaints, ...bob.complaints]).to.deep.equal([]);
    });
  });
});

/** The fake microphone beeps once a second and a packet carries 20 ms: 75 packets without energy are no gap between two beeps. */
async function staysSilent(listener: Phone): Promise<void> {
  for (let silent = false; !silent; ) {
    const before = await heard(listener);
    await listener.eventually('more packets', async (packets) => (await window.probe.stat('inbound-rtp', 'audio', 'packetsReceived')) > packets + 75, before.packets);
    silent = (await heard(listener)).energy - before.energy < 1e-3;
  }
}

async function heard({ page }: Phone): Promise<{ packets: number; energy: number }> {
  const [packets, energy] = await Promise.all([
    page.evaluate(() => window.probe.stat('inbound-rtp', 'audio', 'packetsReceived')),
    page.evaluate(() => window.probe.stat('inbound-rtp', 'audio', 'totalAudioEnergy')),
  ]);
  return { packets, energy };
}
