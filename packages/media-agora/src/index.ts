export { createAgoraMedia } from './engine.ts';
export { AgoraConnection } from './connection.ts';
export type { AgoraOptions } from './options.ts';
