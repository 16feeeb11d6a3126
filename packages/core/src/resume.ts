// An entry of its own: for pages whose calls go on over a reload.
export { resumption } from './call/resumption.ts';
export type { Resumption, SavedCall } from './call/resumption.ts';
