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
    const { rtm, rtc, easemob, clock } = emulators;
    const before = { rtm: { ...rtm.policy }, rtc: { ...rtc.policy }, easemob: { ...easemob.policy } };
    rtm.setOffline('bob');
    rtm.messages.drop();
    rtm.joinCode = 4;
    rtm.policy.acks = 'edge';
    rtc.policy.graceMs = 1;
    for (const service of [rtm, rtc]) service.accessPoint = 'silent';
    clock.skewMs = 1000;
    rtm.logIn('native');
    rtc.join('room', 'phone');
    for (const server of ['dns', 'rest'] as const) easemob[server] = 'silent';
    for (const userId of ['alice', 'bob']) easemob.register(userId, 'secret');
    Object.assign(easemob.policy, { accounts: 'registered', devices: 'several', batch: 1 });
    easemob.setOffline('bob');
    easemob.provision(2);
    easemob.logIn('alice');
    await easemob.inject('alice', 'bob', { text: 'stored' });
    easemob.messages.refuse(1);

    emulators.heal();
    expect({ rtm: rtm.policy, rtc: rtc.policy, easemob: easemob.policy }).to.deep.equal(before);
    expect([rtm.accessPoint, rtc.accessPoint, rtm.joinCode, clock.skewMs]).to.deep.equal(['up', 'up', undefined, 0]);
    expect([easemob.dns, easemob.rest]).to.deep.equal(['up', 'up']);
    expect([rtm.users, rtc.members('room'), easemob.users]).to.deep.equal([[], [], []]);
    expect(easemob.kept).to.deep.equal({ sockets: 0, devices: 0, messages: 0 });
    rtm.logIn('bob');
    expect(await rtm.inject('alice', 'bob', 'hello')).to.equal('delivered');
    const bob = easemob.logIn('bob');
    expect(await easemob.inject('alice', 'bob', { text: 'hello' })).to.equal('taken');
    expect(bob.received.map(({ text }) => text)).to.deep.equal(['hello']);
  });
});
