import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import { expectEnd, pair } from './testing/pages.ts';
import type { EarlyMedia } from './vocabulary.ts';

async function rung(earlyMedia: EarlyMedia, granted: boolean) {
  const all = await pair({}, { earlyMedia });
  all.bob.capture.granted = granted;
  await all.alice.client.call('bob');
  await all.world.advance(500);
  return all;
}

const kinds = (page: Page): string[] => page.capture.tracks.map(({ kind }) => kind);

describe('early media of a callee', () => {
  // Before accept: connections, devices with permission, devices without, whether the caller receives.
  const table: [EarlyMedia, number, string[], string[], boolean][] = [
    ['none', 0, [], [], false],
    ['receive', 1, [], [], false],
    ['warm', 1, ['audio', 'video'], [], false],
    ['full', 1, ['audio', 'video'], ['audio', 'video'], true],
  ];
  for (const [early, opened, withPermission, without, sends] of table) {
    for (const granted of [true, false]) {
      it(`${early}, ${granted ? 'permission was given before' : 'never asked before'}`, async () => {
        const { world, alice, bob } = await rung(early, granted);
        expect(bob.media.opened).to.have.length(opened);
        expect(kinds(bob)).to.deep.equal(granted ? withPermission : without);
        const connection = bob.media.opened[0];
        expect(connection?.sentBeforeAccept ?? false).to.equal(false);
        if (!sends) expect(connection?.published ?? { audio: null, video: null }).to.deep.equal({ audio: null, video: null });
        expect(alice.client.getState().call!.media!.received.video, 'the caller sees the callee').to.equal(sends);
        expect(bob.client.getState().call!.media?.received.video ?? false, 'the callee is ready to show the caller').to.equal(early !== 'none');
        await bob.client.accept();
        await world.advance(800);
        for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
        expect(bob.media.opened, 'no second connection').to.have.length(1);
        expect(kinds(bob), 'each device once').to.deep.equal(['audio', 'video']);
        expect(alice.client.getState().call!.media!.received.video).to.equal(true);
      });
    }

    it(`${early}: a call that is rejected leaves nothing open`, async () => {
      const { world, alice, bob } = await rung(early, true);
      await bob.client.reject();
      await world.advance(1_000);
      expectEnd(bob, 'localRejected');
      expectEnd(alice, 'remoteRejected');
    });
  }

  for (const early of ['receive', 'warm', 'full'] as const) {
    it(`${early}: nothing where another tab or device of the user is the one to negotiate ahead, and all of it with the answer`, async () => {
      const { world, alice, bob } = await pair({}, { earlyMedia: early });
      let mayWarm = false;
      Object.assign(bob.signal, { mayWarm: () => mayWarm });
      await alice.client.call('bob');
      await world.advance(500);
      expect([bob.media.opened.length, kinds(bob)]).to.deep.equal([0, []]);
      mayWarm = true;
      await bob.client.accept();
      await world.advance(800);
      for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
      expect(bob.media.opened).to.have.length(1);
    });
  }

  it('goes ahead where the signalling service says that it may', async () => {
    const { world, alice, bob } = await pair();
    Object.assign(bob.signal, { mayWarm: () => true });
    await alice.client.call('bob');
    await world.advance(500);
    expect(bob.media.opened).to.have.length(1);
  });

  it('warm: who accepts while it is still being looked what was granted is asked then', async () => {
    const { world, alice, bob } = await pair({}, { earlyMedia: 'warm' });
    bob.capture.delay = 1_000;
    await alice.client.call('bob');
    await world.advance(500);
    await bob.client.accept();
    await world.advance(3_000);
    expect(kinds(bob)).to.deep.equal(['audio', 'video']);
    expect(bob.errors).to.deep.equal([]);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });

  it('decides the callee only: a caller always sends', async () => {
    for (const early of ['none', 'receive', 'warm', 'full'] as const) {
      const { world, alice, bob } = await pair({ earlyMedia: early }, { earlyMedia: 'receive' });
      await alice.client.call('bob');
      await world.advance(500);
      expect(kinds(alice)).to.deep.equal(['audio', 'video']);
      expect(bob.client.getState().call!.media!.received.video).to.equal(true);
    }
  });

  it('a caller sends its invite before it opens anything', async () => {
    const { world, alice, bob } = await pair();
    const order: string[] = [];
    const acquire = alice.capture.acquire.bind(alice.capture);
    alice.capture.acquire = (request) => {
      order.push('devices');
      return acquire(request);
    };
    const open = alice.media.open.bind(alice.media);
    alice.media.open = (options) => {
      order.push('media');
      return open(options);
    };
    world.network.intercept = ({ from }) => {
      if (from === 'alice') order.push('message');
      return undefined;
    };
    await alice.client.call('bob');
    expect(order).to.deep.equal(['message', 'media', 'devices']);
    expect(bob.client.getState().state).to.equal('prepared');
  });

  it('a callee is told what it accepted before its devices are open', async () => {
    const { world, alice, bob } = await rung('receive', false);
    bob.capture.delay = 3_000;
    await bob.client.accept();
    await world.advance(200);
    expect(bob.client.getState()).to.include({ state: 'connected' });
    expect(alice.client.getState().state, 'waits for the picture that was announced').to.equal('connecting');
    await world.advance(4_000);
    expect(alice.client.getState().state).to.equal('connected');
  });
});
