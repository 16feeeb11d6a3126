import { createRtmSignal } from './index.ts';
import type { RtmSignalClient } from './index.ts';
import { signalConformance } from '@call-elements/testing/signal-conformance';
import type { SignalWorld } from '@call-elements/testing/signal-conformance';
import { emulatorsInfo } from '@call-elements/emulators/page';

async function emulatedWorld(): Promise<SignalWorld> {
  const { appId } = await emulatorsInfo();
  const clients: RtmSignalClient[] = [];
  return {
    createClient(userId) {
      const client = createRtmSignal({ userId, appId });
      clients.push(client);
      return client;
    },
    async dispose() {
      await Promise.all(clients.map((client) => client.disconnect()));
    },
  };
}

signalConformance('RtmSignalClient', emulatedWorld, { knowsPresence: true });
signalConformance('RtmSignalClient, odd user ids', emulatedWorld, { knowsPresence: true, userIds: ['1', 'a b:[c]{|}~', '-_=+'.repeat(16)] });
