import { World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import { connected, expectEnd, expectQuiet } from './testing/pages.ts';
import { kit, kitOf, parseSent, ScriptedPeer } from './testing/scripted-peer.ts';

const deviceOf = (page: Page): string => page.signal.device!;

/** It rings in two tabs of Bob, and media is negotiated ahead with one of them. */
async function ringingInTwo(): Promise<{ world: World; alice: Page; warm: Page; other: Page }> {
  const world = new World();
  const alice = await world.page('alice');
  const bobs = [await world.page('bob'), await world.page('bob')];
  await alice.client.call('bob');
  await world.advance(300);
  const warm = bobs.find((bob) => bob.media.opened.at(-1)?.state.peer === 'here')!;
  const other = bobs.find((bob) => bob !== warm)!;
  return { world, alice, warm, other };
}

describe('tabs that are not in the call', () => {
  it('one that negotiated ahead closes: media warms up with the next, before anybody answers', async () => {
    const { world, alice, warm, other } = await ringingInTwo();
    warm.client.leave();
    await world.advance(300);
    expect(alice.media.opened).to.have.length(2);
    expect(alice.client.getState().state).to.equal('calling');
    expect(other.media.opened.at(-1)!.state.peer).to.equal('here');
    await alice.client.cancelCall();
    await world.advance(300);
    // The receipt of one that is gone is not waited for.
    for (const page of [alice, other]) expectQuiet(page);
  });

  it('they crash one after the other: media warms up with the one that is left, and with the last of them the call is over', async () => {
    const { world, alice, warm, other } = await ringingInTwo();
    warm.crash(50);
    await world.advance(300);
    expect(other.media.opened.at(-1)!.state.peer).to.equal('here');
    expect(alice.client.getState().state).to.equal('calling');
    other.crash(50);
    await world.advance(300);
    expectEnd(alice, 'remoteOffline');
  });

  it('one that accepts too late is told who won, and nothing else that it says is answered', async () => {
    const { world, alice, bob, callId } = await connected();
    const late = await ScriptedPeer.create(world, 'bob');
    const dismissed = () => parseSent(world, 'alice').filter((message) => message.message_action === 1 && kitOf(message).to === 'late');
    await late.say('alice', 103, { callId, remoteUserId: 'alice', messageId: 50, ...kit('late', { media: { audio: true, video: true } }) });
    await world.advance(100);
    expect(dismissed()).to.have.length(0);
    await late.say('alice', 2, { callId, remoteUserId: 'alice', messageId: 51, ...kit('late', { media: { audio: true, video: true } }) });
    await world.advance(100);
    expect(dismissed().length).to.be.greaterThan(0);
    expect(kitOf(dismissed()[0]).winner).to.equal(deviceOf(bob));
    expect(alice.client.getState().state).to.equal('connected');
  });

  it('a native app of the same user answers: the tab that rings is told so, and one that accepts too late as well', async () => {
    const world = new World();
    const [page, tab] = [await world.page('1001', { engine: 'agora' }), await world.page('9009', { engine: 'agora' })];
    const [native, late] = [await ScriptedPeer.create(world, '9009'), await ScriptedPeer.create(world, '9009')];
    const callId = await page.client.call('9009');
    await world.advance(300);
    expect(tab.client.getState().state).to.equal('calling');
    await native.say('1001', 2, { callId, messageId: 1 });
    await world.advance(100);
    expect(page.client.getState().state).to.equal('connecting');
    expectEnd(tab, 'answeredElsewhere');
    await late.say('1001', 2, { callId, messageId: 1, ...kit('late', { engine: 'agora', media: { audio: true, video: true } }) });
    await world.advance(100);
    expect(late.heard.at(-1)!.message_action).to.equal(105);
    expect(kitOf(late.heard.at(-1)).winner).to.equal('native');
    expect(native.actions(), 'a cancel, which would end the call').not.to.include(1);
  });

  it('a tab answers: a native app of its user hears a cancel, and not that it rang in vain', async () => {
    const world = new World();
    const [page, tab] = [await world.page('1001', { engine: 'agora' }), await world.page('9009', { engine: 'agora' })];
    const native = await ScriptedPeer.create(world, '9009');
    await page.client.call('9009');
    await world.advance(300);
    await tab.client.accept();
    await world.advance(100);
    expect(native.heard.filter(({ message_action: action }) => action === 1).map((message) => message['cancelCallByInternal'])).to.deep.equal([0]);
  });

  it('an app that shows no device and accepts too late is told nothing more: it takes any cancel for that of its own call', async () => {
    const { world, alice, callId } = await connected();
    const late = await ScriptedPeer.create(world, 'bob');
    await late.say('alice', 2, { callId, remoteUserId: 'alice', messageId: 51 });
    await world.advance(1_000);
    expect(late.actions()).to.deep.equal([]);
    expect(alice.client.getState().state).to.equal('connected');
  });

  it('an idle one crashes: no matter of the call; the one in the call does: it is over, whoever else is there', async () => {
    const world = new World();
    const alice = await world.page('alice');
    const bobs = [await world.page('bob'), await world.page('bob'), await world.page('bob')];
    await alice.client.call('bob');
    await world.advance(300);
    await bobs[1]!.client.accept();
    await world.advance(500);
    bobs[0]!.crash(50);
    await world.advance(200);
    expect(alice.client.getState().state).to.equal('connected');
    bobs[1]!.crash(50);
    await world.advance(200);
    expectEnd(alice, 'remoteOffline');
  });

  it('the one in the call crashes: that is no matter of the others', async () => {
    const { world, alice, bob } = await connected();
    const before = parseSent(world, 'alice').length;
    bob.crash(50);
    await world.advance(200);
    expect(alice.client.getState().lastCall?.endReason).to.equal('remoteOffline');
    expect(parseSent(world, 'alice').slice(before).filter(({ message_action: action }) => action === 1)).to.have.length(0);
  });
});
