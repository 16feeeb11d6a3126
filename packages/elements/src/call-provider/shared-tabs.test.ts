import { defineMedia, defineSignal } from '@call-elements/core';
import type { AdapterOptions, SignalClient, SignalListener } from '@call-elements/core';
import { expect } from 'chai';
import { mount, unmountAll, until } from '../testing/mount.ts';
import { becomeCurrent, built, catchConsoleErrors } from '../testing/test-provider.ts';
import type { TestProvider } from '../testing/test-provider.ts';

/** What reached the service, by the number of the connection. */
let sent: string[] = [];
let connections: SignalClient[] = [];

function makeSignal(options: AdapterOptions, onePerUser: boolean): SignalClient {
  becomeCurrent(options);
  const { userId } = options;
  const listeners = new Set<SignalListener>();
  const become = (state: SignalClient['state']): void => {
    Object.assign(client, { state });
    for (const listener of listeners) listener.onStateChange?.(state);
  };
  const client: SignalClient = {
    userId,
    onePerUser,
    state: 'offline',
    connect: async () => {
      connections.push(client);
      become('online');
    },
    disconnect: async () => become('offline'),
    sendMessage: async (to, message) => void sent.push(`${connections.indexOf(client)} to ${to}: ${message}`),
    addListener: (listener) => void listeners.add(listener),
    removeListener: (listener) => void listeners.delete(listener),
  };
  return client;
}

defineSignal('one-per-user', async () => (options) => makeSignal(options, true));
defineSignal('one-per-tab', async () => (options) => makeSignal(options, false));
// Media that is made when a call needs it, which none does here.
for (const name of ['webrtc', 'agora']) defineMedia(name, async () => () => ({ name, open: () => undefined as never }));

describe('the attribute tabs', () => {
  let caught: ReturnType<typeof catchConsoleErrors>;
  beforeEach(() => {
    built.length = connections.length = sent.length = 0;
    caught = catchConsoleErrors();
  });
  afterEach(async () => {
    caught.restore();
    unmountAll();
    while (await isAnyLockLeft()) await new Promise((resolve) => setTimeout(resolve));
    expect(connections.map(({ state }) => state)).not.to.include('online');
  });

  async function isAnyLockLeft(): Promise<boolean> {
    const { held = [], pending = [] } = await navigator.locks.query();
    return [...held, ...pending].some(({ name }) => name?.startsWith('call-elements tabs'));
  }

  /** The page shows the user as two tabs do. */
  async function twoOfOneUser(attributes: string): Promise<TestProvider[]> {
    const open = async (): Promise<TestProvider> => {
      const provider = mount<TestProvider>(`<test-provider user-id="alice" ${attributes}></test-provider>`);
      await provider.ready;
      return provider;
    };
    return [await open(), await open()];
  }
  const signals = (): SignalClient[] => built.map(({ config }) => config!.signal);
  async function send(): Promise<string[]> {
    for (const [index, each] of signals().entries()) await each.sendMessage('bob', `from ${index}`);
    return sent;
  }
  const warm = (): number => signals().filter((each) => each.mayWarm?.() !== false).length;

  const SHARED = ['0 to bob: from 0', '0 to bob: from 1'];
  const OWN = ['0 to bob: from 0', '1 to bob: from 1'];
  for (const [attributes, what, expected, warmable] of [
    ['signal="one-per-user" media="webrtc"', 'share a connection by default, where the service has one per user', SHARED, 1],
    ['signal="one-per-user" media="webrtc" tabs="shared"', 'share it when told so', SHARED, 1],
    ['signal="one-per-user" media="webrtc" tabs="own"', 'have one each when told so', OWN, 2],
    ['signal="one-per-tab" media="webrtc"', 'have one each by default, where the service has one per tab, and all negotiate ahead', OWN, 2],
    ['signal="one-per-tab" media="webrtc" tabs="shared"', 'then agree on who negotiates ahead, when told so', OWN, 1],
    ['signal="one-per-tab" media="agora"', 'and also when media does not let a user in twice', OWN, 1],
    ['signal="one-per-tab" media="agora" tabs="own"', 'or not, when told so', OWN, 2],
  ] as const) {
    it(`tabs of a user ${what}`, async () => {
      await twoOfOneUser(attributes);
      expect(await send()).to.deep.equal(expected);
      expect(connections).to.have.length(expected === SHARED ? 1 : 2);
      await until(() => warm() === warmable);
      expect(caught.errors).to.deep.equal([]);
    });
  }

  it('does not share with another user, nor with another app', async () => {
    await twoOfOneUser('signal="one-per-user" media="webrtc" app="one"');
    await mount<TestProvider>('<test-provider user-id="alice" signal="one-per-user" media="webrtc" app="other"></test-provider>').ready;
    await mount<TestProvider>('<test-provider user-id="carol" signal="one-per-user" media="webrtc" app="one"></test-provider>').ready;
    expect(await send()).to.deep.equal([...SHARED, '1 to bob: from 2', '2 to bob: from 3']);
  });

  it('takes the connection over when the provider that has it goes', async () => {
    const [first] = await twoOfOneUser('signal="one-per-user" media="webrtc"');
    first!.remove();
    await until(() => connections.length === 2 && signals()[1]!.state === 'online');
    expect(connections[0]!.state).to.equal('offline');
    await signals()[1]!.sendMessage('bob', 'alone');
    expect(sent).to.deep.equal(['1 to bob: alone']);
  });

  it('is applied when it changes', async () => {
    const [, second] = await twoOfOneUser('signal="one-per-user" media="webrtc"');
    second!.tabs = 'own';
    await until(() => connections.length === 2);
    await second!.ready;
    await signals().at(-1)!.sendMessage('bob', 'alone');
    expect(sent).to.deep.equal(['1 to bob: alone']);
  });

  for (const service of ['one-per-user', 'one-per-tab']) {
    it(`tells once about a value that it does not know, and goes on with sharing, on ${service}`, async () => {
      const provider = mount<TestProvider>(`<test-provider user-id="alice" signal="${service}" media="webrtc" tabs="mine"></test-provider>`);
      await provider.ready;
      await until(() => caught.errors.length);
      provider.app = 'other';
      await until(() => built.length === 2);
      await provider.ready;
      expect(caught.errors).to.deep.equal(['<test-provider> tabs="mine": use shared, own. Going on with shared.']);
      expect(signals()[1]!.mayWarm, 'agrees with other tabs').to.be.a('function');
    });
  }
});
