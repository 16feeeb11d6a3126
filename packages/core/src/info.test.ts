import { expect } from 'chai';
import type { CallEventInfo } from './listener.ts';
import { connected, pair, ringing } from './testing/pages.ts';
import type { Pair } from './testing/pages.ts';

/** What the listeners of both pages are told beside each state. */
function infos({ alice, bob }: Pair): { alice: CallEventInfo[]; bob: CallEventInfo[] } {
  const told = { alice: [] as CallEventInfo[], bob: [] as CallEventInfo[] };
  for (const page of [alice, bob]) page.client.addListener({ onCallStateChanged: (_state, _reason, _text, info) => told[page.name as 'alice' | 'bob'].push(info) });
  return told;
}

describe('what pages see of a call', () => {
  it('has the times of the clock on the wall, also of a page that has been open for long', async () => {
    const { world, alice, bob } = await pair();
    await world.advance(3_600_000);
    const began = alice.clock.wallTime();
    await alice.client.call('bob');
    await world.advance(1_000);
    expect(alice.client.getState().call).to.include({ startedAt: began, connectedAt: undefined, endedAt: undefined });
    await bob.client.accept();
    await world.advance(1_000);
    expect(alice.client.getState().call!.connectedAt).to.be.within(began + 1_000, began + 2_000);
    await alice.client.hangup();
    expect(alice.client.getState().lastCall).to.include({ startedAt: began, endedAt: began + 2_000 });
  });

  it('of a call that is over: why, and no question about its type', async () => {
    const { world, alice } = await connected({ type: 'audio' });
    await alice.client.switchType('video');
    await world.advance(100);
    expect(alice.client.getState().call).to.include({ typeRequest: 'outgoing', endReason: undefined });
    await alice.client.hangup();
    expect(alice.client.getState().lastCall).to.include({ typeRequest: undefined, endReason: 'localHangup', media: undefined });
  });
});

describe('what listeners are told beside a state', () => {
  it('names the caller and the callee alike on both sides', async () => {
    const all = await pair();
    const told = infos(all);
    await all.alice.client.call('bob');
    await all.world.advance(300);
    for (const of of [told.alice, told.bob]) expect(of[0]).to.include({ fromUserId: 'alice', remoteUserId: 'bob' });
  });

  it('has the reason that was given, where it belongs, and what took how long when they are connected', async () => {
    const rejected = await ringing();
    const said = infos(rejected);
    await rejected.bob.client.reject('not now');
    await rejected.world.advance(300);
    expect(said.alice.at(-1)).to.include({ rejectReason: 'not now', hangupReason: undefined });
    const hungUp = await ringing();
    const told = infos(hungUp);
    await hungUp.bob.client.accept();
    await hungUp.world.advance(500);
    expect(hungUp.alice.client.getState().state).to.equal('connected');
    expect(told.alice.map(({ costTimeMap }) => costTimeMap !== undefined)).to.deep.equal([false, true]);
    await hungUp.bob.client.hangup('bye');
    await hungUp.world.advance(300);
    expect(told.alice.at(-1)).to.include({ rejectReason: undefined, hangupReason: 'bye', costTimeMap: undefined });
  });
});
