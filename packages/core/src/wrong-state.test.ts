import { World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import type { CallClient } from './client.ts';
import { connected, expectUnmoved, refusal, ringing } from './testing/pages.ts';

type Method = 'prepareForCall' | 'call' | 'cancelCall' | 'accept' | 'reject' | 'hangup' | 'setMicrophone' | 'setCamera' | 'selectDevice';

const METHODS: Record<Method, (client: CallClient) => Promise<unknown>> = {
  prepareForCall: (client) => client.prepareForCall(),
  call: (client) => client.call('carol'),
  cancelCall: (client) => client.cancelCall(),
  accept: (client) => client.accept(),
  reject: (client) => client.reject(),
  hangup: (client) => client.hangup(),
  setMicrophone: (client) => client.setMicrophone(false),
  setCamera: (client) => client.setCamera(false),
  selectDevice: (client) => client.selectDevice('audioinput', 'x'),
};
const DEVICES: Method[] = ['setMicrophone', 'setCamera', 'selectDevice'];

interface Situation {
  readonly world: World;
  readonly page: Page;
}

const SITUATIONS: Record<string, { make: () => Promise<Situation>; allowed: Method[] }> = {
  idle: {
    make: async () => {
      const world = new World();
      return { world, page: await world.page('alice', { prepare: false }) };
    },
    allowed: ['prepareForCall'],
  },
  prepared: {
    make: async () => {
      const world = new World();
      return { world, page: await world.page('alice') };
    },
    allowed: ['prepareForCall', 'call'],
  },
  'calling, outgoing': { make: async () => ringing().then(({ world, alice }) => ({ world, page: alice })), allowed: ['cancelCall', 'hangup', ...DEVICES] },
  'calling, incoming': { make: async () => ringing().then(({ world, bob }) => ({ world, page: bob })), allowed: ['accept', 'reject', 'hangup', ...DEVICES] },
  'connecting, outgoing': { make: () => connecting('alice'), allowed: ['cancelCall', 'hangup', ...DEVICES] },
  'connecting, incoming': { make: () => connecting('bob'), allowed: ['hangup', ...DEVICES] },
  'connected, outgoing': { make: async () => connected().then(({ world, alice }) => ({ world, page: alice })), allowed: ['hangup', ...DEVICES] },
  'connected, incoming': { make: async () => connected().then(({ world, bob }) => ({ world, page: bob })), allowed: ['hangup', ...DEVICES] },
  'after a call': {
    make: async () => {
      const { world, alice } = await connected();
      await alice.client.hangup();
      await world.advance(1_000);
      return { world, page: alice };
    },
    allowed: ['prepareForCall', 'call'],
  },
};

async function connecting(name: 'alice' | 'bob'): Promise<Situation> {
  const { world, alice, bob } = await ringing();
  world.media.broken = () => true;
  for (const connection of world.media.connections) connection.fault({ received: { audio: false, video: false } });
  await bob.client.accept({ camera: true });
  // The accept is there; the picture is not.
  for (const page of [alice, bob]) page.capture.delay = 0;
  await world.advance(15);
  const page = name === 'alice' ? alice : bob;
  expect(page.client.getState().state).to.equal('connecting');
  return { world, page };
}

describe('a method that does not fit the state', () => {
  for (const [name, { make, allowed }] of Object.entries(SITUATIONS)) {
    for (const method of Object.keys(METHODS) as Method[]) {
      if (allowed.includes(method)) continue;
      it(`${name}: ${method} is refused and changes nothing`, async () => {
        const { world, page } = await make();
        await expectUnmoved(world, page, async () => {
          const error = await refusal(METHODS[method](page.client), 'invalidState');
          expect(error.message).to.not.equal('');
        });
      });
    }
  }

  it('the table has not forgotten what is allowed', async () => {
    for (const { make, allowed } of Object.values(SITUATIONS)) {
      for (const method of allowed) {
        const { page } = await make();
        // Nobody of that name is there; but it was tried.
        if (method === 'call') await refusal(METHODS.call(page.client), 'peerOffline');
        else await METHODS[method](page.client);
      }
    }
  });

  it('during a call prepareForCall rejects and the call goes on', async () => {
    const { world, alice, bob } = await connected();
    await refusal(alice.client.prepareForCall({ callTimeout: 1 }), 'invalidState');
    await world.advance(60_000);
    for (const page of [alice, bob]) expect(page.client.getState().state).to.equal('connected');
  });

  it('a second accept in the same turn is refused', async () => {
    const { bob } = await ringing();
    const first = bob.client.accept();
    const second = bob.client.accept();
    await first;
    await refusal(second, 'invalidState');
  });

  it('camera on in an audio call is refused', async () => {
    const { world, alice } = await connected({ type: 'audio' });
    await expectUnmoved(world, alice, () => refusal(alice.client.setCamera(true), 'invalidState'));
  });

  it('deinitialize while idle does nothing', async () => {
    const world = new World();
    const page = await world.page('alice', { prepare: false });
    await expectUnmoved(world, page, () => page.client.deinitialize());
  });

  it('a client that is prepared again while it deinitializes stays in use', async () => {
    const { world, alice } = await connected();
    const done = alice.client.deinitialize();
    await alice.client.prepareForCall();
    await world.advance(2_000);
    await done;
    expect(alice.client.getState().state).to.equal('prepared');
  });
});
