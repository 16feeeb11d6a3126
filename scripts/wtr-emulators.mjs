// Browser tests with the vendors' SDKs: one set of emulators for the run, and commands by which tests reach their knobs.
import { NodeSide, startEmulators } from '@call-elements/emulators';

// Without a certificate everybody may enter: what becomes of tokens is tested with one, elsewhere.
const emulators = await startEmulators();
const forPages = new NodeSide(emulators);

export const emulatorFlags = emulators.chromiumFlags;

export const emulatorsPlugin = {
  name: 'emulators',
  executeCommand({ command, payload }) {
    if (command === 'emulators-info') return { appId: emulators.appId, appKey: emulators.appKey };
    return command === 'emulators' ? forPages.execute(payload) : undefined;
  },
};
