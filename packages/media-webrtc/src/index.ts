export { createWebrtcMedia } from './engine.ts';
export type { IceServers, WebrtcOptions } from './engine.ts';
