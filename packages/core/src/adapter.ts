// What adapters have in common. An entry of its own: a page that loads none of them loads none of this.
export { failedConnection } from './media-adapter/failed.ts';
export { FirstFrames } from './media-adapter/first-frames.ts';
export type { FirstFramesHost, VideoElement } from './media-adapter/first-frames.ts';
export { StateStore } from './media-adapter/state-store.ts';
export { NO_STATS, summarize } from './media-adapter/stats.ts';
export type { StatsReport } from './media-adapter/stats.ts';
export { encodeUserId } from './wire/user-id.ts';
export { tellAll } from './signal-adapter/tell-all.ts';
export { within } from './signal-adapter/within.ts';
