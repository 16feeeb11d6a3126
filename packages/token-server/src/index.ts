export type { EasemobOptions } from './easemob.ts';
export { createTokenHandler } from './handler.ts';
export type { TokenAnswer, TokenHandler } from './handler.ts';
export { toNodeListener } from './node-listener.ts';
export type { NodeListener, NodeRequest, NodeResponse } from './node-listener.ts';
export type { Authorize, TokenRequest, TokenServerOptions } from './options.ts';
export type { TurnOptions, TurnServer } from './turn.ts';
