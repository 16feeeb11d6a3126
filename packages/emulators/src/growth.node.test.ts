import { createHook } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { recordingOf } from './rtc/recording.ts';
import { RtpHeader } from './rtc/rtp.ts';
import { startEmulators } from './start.ts';
import type { Emulators } from './start.ts';
import { RtcSocket, RtmSocket, ticketOf } from './testing/sockets.ts';

const CALLS = 60;

const SOUND = [0, 960, 1920].map((timestamp, sequenceNumber) => ({ header: new RtpHeader({ sequenceNumber, timestamp }), payload: Buffer.alloc(20) }));

describe('The emulators, after many calls', () => {
  let emulators: Emulators;
  const timers = new Set<number>();
  const hook = createHook({
    init(id, type) {
      if (type === 'Timeout') timers.add(id);
    },
    destroy: (id) => void timers.delete(id),
  });

  before(async () => {
    hook.enable();
    emulators = await startEmulators();
  });
  after(async () => {
    await emulators.close();
    hook.disable();
  });

  /** Once the edges have heard that the sockets are closed. */
  async function kept(): Promise<object> {
    const { rtc, rtm } = emulators;
    while (rtc.sockets.size + rtm.sockets.size > 0) await turn();
    await turn();
    return { rtc: rtc.kept, rtm: rtm.kept };
  }

  /** Of many calls as much as of one. Node itself has a timer now and then, but not one for each call. */
  async function keptIsTheSame(call: (round: number) => Promise<void>): Promise<void> {
    await call(0);
    const before = await kept();
    const timersBefore = timers.size;
    for (let round = 1; round <= CALLS; round++) await call(round);
    expect(await kept()).to.deep.equal(before);
    expect(timers.size).to.be.below(timersBefore + CALLS / 2);
  }

  it('of SDKs, keep nothing of RTC', async () => {
    await keptIsTheSame(async (round) => {
      const room = `room${round}`;
      const users = await Promise.all([1, 2].map(() => new RtcSocket(emulators.ports.tcp).open()));
      const [alice, bob] = users as [RtcSocket, RtcSocket];
      await alice.join(emulators.appId, room, 1);
      await bob.join(emulators.appId, room, 2);
      await alice.ask('publish', { ortc: [{ stream_type: 'audio', ssrcs: [{ ssrcId: 11 }] }] });
      await bob.told('on_add_audio_stream');
      await bob.ask('subscribe', { ssrcId: 11 });
      expect(emulators.rtc.kept).to.deep.include({ sockets: 2, channels: 1, sessions: 2, paths: 2 });
      for (const user of users) {
        await user.ask('leave');
        user.close();
        await user.closed;
      }
    });
    expect(emulators.rtc.kept).to.deep.equal({ sockets: 0, channels: 0, sessions: 0, paths: 0 });
  });

  it('of SDKs that went without a word, keep nothing of RTC', async () => {
    emulators.rtc.policy.graceMs = 1;
    await keptIsTheSame(async (round) => {
      const room = `room${round}`;
      const user = await new RtcSocket(emulators.ports.tcp).open();
      await user.join(emulators.appId, room, 1);
      const phone = emulators.rtc.join(room, 'phone');
      user.end();
      await phone.until(({ others }) => others.length === 0);
      phone.leave();
    });
    expect(emulators.rtc.kept).to.deep.equal({ sockets: 0, channels: 0, sessions: 0, paths: 0 });
  });

  it('of native clients, keep nothing of RTC', async () => {
    await keptIsTheSame(async (round) => {
      const [alice, bob] = [emulators.rtc.join(`room${round}`, 'alice'), emulators.rtc.join(`room${round}`, 'bob')];
      alice.publish(recordingOf('audio', SOUND));
      await bob.subscribe('alice', 'audio').more(1);
      alice.leave();
      bob.leave();
    });
    expect(emulators.rtc.kept.channels).to.equal(0);
  });

  it('of SDKs, keep nothing of RTM', async () => {
    await keptIsTheSame(async () => {
      const sockets = await Promise.all([1, 2].map(() => new RtmSocket(emulators.ports.tcp).open()));
      const ticket = await ticketOf(emulators, 'alice');
      for (const socket of sockets) await socket.join('alice', ticket, { instance: 1n << 40n });
      sockets[0]!.send('Quit', {});
      await Promise.all(sockets.map(({ closed }) => closed));
    });
    expect(emulators.rtm.kept).to.deep.equal({ sockets: 0, users: 0, messages: 0 });
  });

  it('of native clients, keep nothing of RTM', async () => {
    await keptIsTheSame(async () => {
      const [alice, bob] = [emulators.rtm.logIn('alice'), emulators.rtm.logIn('bob')];
      expect(await alice.send('bob', 'hello')).to.equal('delivered');
      alice.leave();
      bob.leave();
    });
    expect(emulators.rtm.kept.users).to.equal(0);
  });
});
