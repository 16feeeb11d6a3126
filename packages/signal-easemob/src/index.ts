export { EasemobManager } from './easemob-manager.ts';
export type { EasemobLogin, EasemobManagerListener, EasemobOptions } from './easemob-manager.ts';
export { EasemobSignalClient, createEasemobSignal } from './easemob-signal-client.ts';
export type { EasemobConnection } from './link.ts';
