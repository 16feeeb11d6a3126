import { expect } from 'chai';
import { startEmulators } from './start.ts';
import type { Emulators } from './start.ts';

describe('heal()', () => {
  let emulators: Emulators;
  before(async () => {
    emulators = await startEmulators();
  });
  after(() => emulators.close());

  it('takes back what a test has set and done', async () => {
    const { rtm, rtc, clock } = emulators;
    const before = { rtm: { ...rtm.policy }, rtc: { ...rtc.policy } };
    rtm.setOffline('bob');
    rtm.messages.drop();
    rtm.joinCode = 4;
    rtm.policy.acks = 'edge';
    rtc.policy.graceMs = 1;
    for (const service of [rtm, rtc]) service.accessPoint = 'silent';
    clock.skewMs = 1000;
    rtm.logIn('native');
    rtc.join('room', 'phone');

    emulators.heal();
    expect({ rtm: rtm.policy, rtc: rtc.policy }).to.deep.equal(before);
    expect([rtm.accessPoint, rtc.accessPoint, rtm.joinCode, clock.skewMs]).to.deep.equal(['up', 'up', undefined, 0]);
    expect([rtm.users, rtc.members('room')]).to.deep.equal([[], []]);
    rtm.logIn('bob');
    expect(await rtm.inject('alice', 'bob', 'hello')).to.equal('delivered');
  });
});
