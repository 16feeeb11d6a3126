import { emulatorsInfo, onEmulators, setOnEmulators } from '@call-elements/emulators/page';
import { signalConformance } from '@call-elements/testing/signal-conformance';
import type { SignalWorld } from '@call-elements/testing/signal-conformance';
import { createEasemobSignal } from './index.ts';
import type { EasemobSignalClient } from './index.ts';

async function emulatedWorld(): Promise<SignalWorld> {
  const { appKey } = await emulatorsInfo();
  await setOnEmulators('easemob.policy.devices', 'several');
  const clients: EasemobSignalClient[] = [];
  return {
    createClient(userId) {
      const client = createEasemobSignal({ userId, appKey, password: userId });
      clients.push(client);
      return client;
    },
    async dispose() {
      await Promise.all(clients.map((client) => client.disconnect()));
      await onEmulators('easemob.heal');
    },
  };
}

signalConformance('EasemobSignalClient', emulatedWorld, { severalDevices: true });
signalConformance('EasemobSignalClient, odd user ids', emulatedWorld, { severalDevices: true, userIds: ['1', '-a_b.c-', '0123456789abcdef'.repeat(4)] });
