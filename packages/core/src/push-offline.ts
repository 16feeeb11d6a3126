import { CallError } from './errors.ts';
import type { CallConfig } from './config.ts';
import type { Notifier } from './notifier.ts';
import type { CallInfo } from './snapshot.ts';

/** Tells the devices of a callee who is not there: by the page if it can, else by the signalling service, else not at all. */
export function pushOffline({ signal, sendPush }: CallConfig, text: string, call: CallInfo, notifier: Notifier): void {
  const { remoteUserId: userId } = call;
  notifier.tell('onCallRemoteOffline', call);
  Promise.resolve()
    .then(() => (sendPush ? sendPush({ userId, text, call }) : signal.sendPush?.(userId, text)))
    .catch((error: unknown) => notifier.tell('onCallError', CallError.from(error, 'signalFailed', 'The push could not be sent.')));
}
