export { shareTabs } from './share-tabs.ts';
export type { TabsOptions } from './share-tabs.ts';
export { TabsSignal } from './tabs-signal.ts';
