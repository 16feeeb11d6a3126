import { trace, World } from '@call-elements/testing';
import type { Page, PageOptions } from '@call-elements/testing';
import { expect } from 'chai';
import { expectEnd, expectQuiet } from './testing/pages.ts';

/** Alice calls Bob, who has three tabs. */
async function tabs(options: PageOptions = {}): Promise<{ world: World; alice: Page; bobs: [Page, Page, Page] }> {
  const world = new World();
  const alice = await world.page('alice');
  const bobs = [await world.page('bob', options), await world.page('bob', options), await world.page('bob', options)] as [Page, Page, Page];
  await alice.client.call('bob');
  await world.advance(300);
  for (const bob of bobs) expect(bob.client.getState().state, 'every tab rings').to.equal('calling');
  return { world, alice, bobs };
}

const warmWith = (alice: Page, bobs: readonly Page[]): Page => {
  const device = alice.media.opened.at(-1)!;
  expect(device.state.peer).to.equal('here');
  return bobs.find((bob) => bob.media.opened.at(-1)?.state.peer === 'here')!;
};

describe('several tabs of the callee', () => {
  for (const early of ['receive', 'none'] as const) {
    for (const index of [0, 1, 2] as const) {
      it(`tab ${index} accepts first and wins; the others end answeredElsewhere (${early})`, async () => {
        const { world, alice, bobs } = await tabs({ earlyMedia: early });
        await bobs[index].client.accept();
        await world.advance(800);
        expect(alice.client.getState().state).to.equal('connected');
        expect(bobs[index].client.getState().state).to.equal('connected');
        expect(alice.media.opened.at(-1)!.state).to.include({ phase: 'connected', peer: 'here' });
        expect(bobs[index].media.opened.at(-1)!.state.received).to.deep.equal({ audio: true, video: true });
        for (const other of bobs) if (other !== bobs[index]) expectEnd(other, 'answeredElsewhere');
      });
    }
  }

  for (const early of ['receive', 'none'] as const) {
    it(`a cancel that one of them missed is repeated until that one has it (${early})`, async () => {
      const { world, alice, bobs } = await tabs({ earlyMedia: early });
      const hear = bobs[2].signal.hear.bind(bobs[2].signal);
      let missed = 0;
      bobs[2].signal.hear = (text, from) => {
        if ((JSON.parse(text) as { message_action: number }).message_action === 1 && missed++ < 2) return;
        hear(text, from);
      };
      await alice.client.cancelCall();
      await world.advance(3_000);
      expect(missed).to.be.greaterThan(2);
      for (const bob of bobs) expectEnd(bob, 'remoteCancelled');
      expectQuiet(alice);
    });
  }

  it('media moves when another tab had been warming up', async () => {
    const { world, alice, bobs } = await tabs();
    const warm = warmWith(alice, bobs);
    const other = bobs.find((bob) => bob !== warm)!;
    await other.client.accept();
    await world.advance(800);
    expect(alice.media.opened, 'opened anew').to.have.length(2);
    expect(alice.media.openCount).to.equal(1);
    expect(alice.capture.tracks, 'with the same devices').to.have.length(2);
    expect(alice.client.getState().call!.media!.received).to.deep.equal({ audio: true, video: true });
    expect(other.client.getState().call!.media!.received).to.deep.equal({ audio: true, video: true });
    expectEnd(warm, 'answeredElsewhere');
  });

  it('the picture of the one that it was warming up with is not that of the one that answered', async () => {
    const { world, alice, bobs } = await tabs({ earlyMedia: 'full' });
    const warm = warmWith(alice, bobs);
    expect(alice.client.getState().call!.media!.received.video).to.equal(true);
    const other = bobs.find((bob) => bob !== warm)!;
    await other.client.accept();
    await world.advance(800);
    expect(trace(alice).slice(-2)).to.deep.equal(['connecting/remoteAccepted', 'connected/recvRemoteFirstFrame']);
  });

  for (const when of ['before the accept', 'after it'] as const) {
    it(`one that negotiated ahead leaves the room ${when}, for the one that answered: the call goes on`, async () => {
      const { world, alice, bobs } = await tabs({ earlyMedia: 'none' });
      const [room] = alice.media.opened;
      room!.fault({ peer: 'here' });
      if (when === 'before the accept') room!.fault({ peer: 'quit' });
      await bobs[1].client.accept();
      await world.advance(15);
      expect(alice.client.getState().state).to.equal('connecting');
      if (when === 'after it') room!.fault({ peer: 'quit' });
      await world.advance(800);
      for (const page of [alice, bobs[1]]) expect(page.client.getState().state).to.equal('connected');
      expect(alice.client.getState().call!.media!.peer).to.equal('here');
    });
  }

  it('one that answered and then leaves without a word ends it, when nobody can be making room any more', async () => {
    const { world, alice, bobs } = await tabs({ earlyMedia: 'none' });
    await bobs[1].client.accept();
    await world.advance(6_000);
    alice.media.opened[0]!.fault({ peer: 'quit' });
    await world.advance(100);
    expectEnd(alice, 'remoteHangup');
  });

  it('two accept in the same moment: one call, and the other tab is let go', async () => {
    const { world, alice, bobs } = await tabs();
    await Promise.all([bobs[1].client.accept(), bobs[2].client.accept()]);
    await world.advance(1_500);
    const inCall = bobs.filter((bob) => bob.client.getState().state === 'connected');
    expect(inCall).to.have.length(1);
    expect(alice.client.getState().state).to.equal('connected');
    for (const bob of bobs) if (bob !== inCall[0]) expectEnd(bob, 'answeredElsewhere');
    for (const bob of bobs) if (bob !== inCall[0]) expect(bob.pairs, 'never billed').to.deep.equal([]);
  });

  it('one rings for a shorter time: when that is over, the others stop with it', async () => {
    const world = new World();
    const alice = await world.page('alice');
    const [patient, hasty] = [await world.page('bob'), await world.page('bob', { callTimeout: 3_000 })];
    await alice.client.call('bob');
    await world.advance(4_900);
    for (const bob of [patient, hasty]) expect(bob.client.getState().state).to.equal('calling');
    await world.advance(500);
    expectEnd(hasty, 'callingTimeout');
    expectEnd(alice, 'remoteCallingTimeout');
    expectEnd(patient, 'answeredElsewhere');
  });

  it('one accepts and hangs up before its accept gets through: the others stop ringing', async () => {
    const { world, alice, bobs } = await tabs();
    world.network.intercept = ({ from, text }) => (from === 'bob' && text.includes('"message_action":2') ? 'drop' : undefined);
    await bobs[1].client.accept();
    await bobs[1].client.hangup();
    await world.advance(1_500);
    expectEnd(alice, 'remoteHangup');
    for (const bob of [bobs[0], bobs[2]]) expectEnd(bob, 'answeredElsewhere');
  });

  it('reject in one tab ends all', async () => {
    const { world, alice, bobs } = await tabs();
    await bobs[1].client.reject('no');
    await world.advance(1_500);
    expectEnd(alice, 'remoteRejected');
    expectEnd(bobs[1], 'localRejected');
    for (const bob of [bobs[0], bobs[2]]) expectEnd(bob, 'answeredElsewhere');
  });

  it('the caller cancels: all stop ringing', async () => {
    const { world, alice, bobs } = await tabs();
    await alice.client.cancelCall();
    await world.advance(1_500);
    for (const bob of bobs) expectEnd(bob, 'remoteCancelled');
    expectQuiet(alice);
  });

  it('one tab closes while it rings: the others go on, and one of them can answer', async () => {
    const { world, alice, bobs } = await tabs();
    const warm = warmWith(alice, bobs);
    world.network.crash(warm.signal);
    await world.advance(500);
    expect(alice.client.getState().state).to.equal('calling');
    const left = bobs.filter((bob) => bob !== warm);
    await left[1]!.client.accept();
    await world.advance(800);
    expect(alice.client.getState().state).to.equal('connected');
    expect(left[1]!.client.getState().state).to.equal('connected');
    expectEnd(left[0]!, 'answeredElsewhere');
  });

  it('the caller hangs up: only the tab of the call hears it as an end', async () => {
    const { world, alice, bobs } = await tabs();
    await bobs[0].client.accept();
    await world.advance(800);
    await alice.client.hangup();
    await world.advance(800);
    expectEnd(bobs[0], 'remoteHangup');
    for (const bob of [bobs[1], bobs[2]]) expectEnd(bob, 'answeredElsewhere');
  });
});

describe('several tabs of the caller', () => {
  it('only the tab that dialled is in the call', async () => {
    const world = new World();
    const [dialler, idle] = [await world.page('alice'), await world.page('alice')];
    const bob = await world.page('bob');
    await dialler.client.call('bob');
    await world.advance(300);
    const before = idle.client.getState();
    await bob.client.accept();
    await world.advance(800);
    expect(dialler.client.getState().state).to.equal('connected');
    expect(bob.client.getState().state).to.equal('connected');
    await bob.client.hangup();
    await world.advance(800);
    expect(idle.client.getState()).to.equal(before);
    expectEnd(dialler, 'remoteHangup');
  });
});
