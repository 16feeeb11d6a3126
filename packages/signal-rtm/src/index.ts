export { RtmManager } from './rtm-manager.ts';
export type { RtmManagerListener, RtmOptions } from './rtm-manager.ts';
export { RtmSignalClient, createRtmSignal } from './rtm-signal-client.ts';
export type { RtmClient } from './rtm-client.ts';
