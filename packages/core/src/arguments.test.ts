import { World } from '@call-elements/testing';
import { expect } from 'chai';
import { CallClient } from './client.ts';
import type { PrepareConfig } from './config.ts';
import { connected, expectEnd, expectUnmoved, refusal, ringing } from './testing/pages.ts';

describe('arguments of call', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  const bad: [string, unknown, unknown][] = [
    ['itself', 'alice', {}],
    ['nobody', '', {}],
    ['65 characters', 'x'.repeat(65), {}],
    ['a number', 5, {}],
    ['null', null, {}],
    ['another type', 'bob', { type: 'hologram' }],
    ['an extension that is no object', 'bob', { extension: [1] }],
    ['an extension with a date', 'bob', { extension: { when: new Date() } }],
    ['an extension with undefined', 'bob', { extension: { a: undefined } }],
    ['an extension with NaN', 'bob', { extension: { a: Number.NaN } }],
    ['an extension that contains itself', 'bob', { extension: cyclic }],
    ['an extension of 32 KB', 'bob', { extension: { x: 'x'.repeat(32_768) } }],
    ['an extension of 32 KB in few characters', 'bob', { extension: { x: '€'.repeat(11_000) } }],
  ];
  for (const [name, user, options] of bad) {
    it(`${name}: invalidArgument, nothing changes`, async () => {
      const world = new World();
      const alice = await world.page('alice');
      await world.page('bob');
      await expectUnmoved(world, alice, () => refusal(alice.client.call(user as string, options as object), 'invalidArgument'));
    });
  }

  it('offline: signalNotReady, nothing changes', async () => {
    const world = new World();
    const alice = await world.page('alice');
    await alice.signal.disconnect();
    await expectUnmoved(world, alice, () => refusal(alice.client.call('bob'), 'signalNotReady'));
  });

  it('64 characters and an extension close to the limit are fine', async () => {
    const world = new World();
    const alice = await world.page('alice');
    const bob = await world.page('x'.repeat(64));
    await alice.client.call('x'.repeat(64), { extension: { x: 'x'.repeat(32_000) } });
    await world.advance(100);
    expect(bob.client.getState().state).to.equal('calling');
  });
});

describe('arguments of prepareForCall', () => {
  const bad: [keyof PrepareConfig, unknown[], string][] = [
    ['callTimeout', [-1, Number.NaN, Infinity, '15', null], '0 (no timeout) to'],
    ['earlyMedia', ['early', null, true], 'none, receive, warm, full'],
    ['firstFrameWaitDisabled', ['yes', 1, null], 'true or false'],
    ['sendPushIfOffline', ['yes', 1, null], 'true or false'],
    ['offlineMessageText', [5, null, {}], 'string'],
    ['autoJoinRtc', ['yes', 1, null], 'true or false'],
    ['roomId', ['', 'x'.repeat(65), 5, null], '1 to 64'],
    ['rtcToken', [5, null, {}], 'string'],
    ['userExtension', [null, 'x', [1], { a: new Date() }, { x: 'x'.repeat(32_768) }], 'JSON object'],
  ];
  for (const [field, values, accepted] of bad) {
    for (const value of values) {
      const shown = String(JSON.stringify(value)).slice(0, 30);
      it(`${field} ${typeof value === 'number' ? value : shown}: says the field and what is accepted`, async () => {
        const world = new World();
        const alice = await world.page('alice');
        await expectUnmoved(world, alice, async () => {
          const { message } = await refusal(alice.client.prepareForCall({ [field]: value }), 'invalidArgument');
          expect(message).to.contain(field).and.to.contain(accepted);
        });
      });
    }
  }

  it('what was refused leaves what was prepared before', async () => {
    const world = new World();
    const alice = await world.page('alice', { callTimeout: 3_000 });
    await world.page('bob');
    await refusal(alice.client.prepareForCall({ callTimeout: 60_000, earlyMedia: 'x' as 'none' }));
    await alice.client.call('bob');
    await world.advance(4_000);
    expectEnd(alice, 'callingTimeout');
  });

  it('a prepared room serves one dial', async () => {
    const world = new World();
    const alice = await world.page('alice');
    const bob = await world.page('bob');
    await alice.client.prepareForCall({ roomId: 'mine' });
    const rooms: (string | undefined)[] = [];
    for (let i = 0; i < 2; i++) {
      await alice.client.call('bob');
      await world.advance(100);
      rooms.push(bob.client.getState().call?.roomId);
      await alice.client.cancelCall();
      await world.advance(1_000);
    }
    expect(rooms[0]).to.equal('mine');
    expect(rooms[1]).to.be.a('string').that.is.not.equal('mine');
  });
});

describe('arguments of the constructor and of reject and hangup', () => {
  it('the user id must be one, and the one that is signed in', async () => {
    const world = new World();
    const { signal, media, capture } = await world.page('alice');
    for (const userId of ['', 'x'.repeat(65), 5 as unknown as string, 'bob']) {
      expect(() => new CallClient({ userId, signal, media, capture }), String(userId)).to.throw().with.property('code', 'invalidArgument');
    }
  });

  // Larger than any message may be: the peer would drop the very message that ends the call.
  it('a reason of any length still ends the call on the other side', async () => {
    const long = 'x'.repeat(40_000);
    const rung = await ringing();
    await rung.bob.client.reject(long).catch(() => rung.bob.client.reject());
    await rung.world.advance(3_000);
    expectEnd(rung.alice, 'remoteRejected');
  });

  it('so does a hang-up, also when media does not tell', async () => {
    const { world, alice, bob } = await connected();
    await alice.client.hangup('x'.repeat(40_000)).catch(() => alice.client.hangup());
    await world.advance(3_000);
    expect(Math.max(...world.network.sent.map(({ text }) => text.length))).to.be.lessThan(32 * 1024);
    expectEnd(bob, 'remoteHangup');
  });
});

describe('arguments of selectDevice', () => {
  it('refuses a kind that is no capture device, instead of switching the camera', async () => {
    const world = new World();
    const alice = await world.page('alice');
    await world.page('bob');
    await alice.client.call('bob');
    const error = await refusal(alice.client.selectDevice('audiooutput' as 'audioinput', 'loudspeaker'));
    expect(error.code).to.equal('invalidArgument');
    expect(error.message).to.include('audioinput').and.to.include('videoinput');
  });
});
