import { signalConformance } from '@call-elements/testing/signal-conformance';
import type { SignalWorld } from '@call-elements/testing/signal-conformance';
import type { SignalClient, SignalFactory } from '@call-elements/core';
import { createLocalSignal } from '@call-elements/signal-local';
import { shareTabs } from './index.ts';
import { Browser } from './testing/browser.ts';
import { OneLogin } from './testing/one-login.ts';

let worlds = 0;

/** Each client is the only tab of its user, or one of several, all in one page. */
function world(makeCreate: () => SignalFactory): () => SignalWorld {
  return () => {
    const clients: SignalClient[] = [];
    const create = makeCreate();
    const app = `world ${(worlds += 1)}`;
    return {
      createClient(userId) {
        const client = shareTabs(create({ userId, app }), { service: 'any', app });
        clients.push(client);
        return client;
      },
      async dispose() {
        await Promise.all(clients.map((client) => client.disconnect()));
      },
    };
  };
}

function onOneLogin(): SignalFactory {
  const service = new OneLogin();
  let tabs = 0;
  return ({ userId }) => service.client(userId, `${userId} ${(tabs += 1)}`);
}

/** Between tabs each could have its own; here they have to share it all the same. */
function onLocal(): SignalFactory {
  return (options) => Object.assign(createLocalSignal(options), { onePerUser: true });
}

const TRAITS = { knowsPresence: true, severalDevices: true };

signalConformance('TabsSignal, on a service with one login', world(onOneLogin), TRAITS);
signalConformance('TabsSignal, over tabs', world(onLocal), TRAITS);
signalConformance('FocusSignal, over tabs', world(() => createLocalSignal), TRAITS);
signalConformance(
  'TabsSignal, each in its own frame',
  () => {
    const browser = new Browser();
    return {
      createClient: async (userId) => (await browser.open(userId)).client,
      dispose: () => browser.close(),
    };
  },
  TRAITS,
);
signalConformance('TabsSignal, odd user ids', world(onLocal), { ...TRAITS, userIds: ['a:"b"', 'a', ':"b"\ud800,👩‍👩‍👧\u0000'] });
