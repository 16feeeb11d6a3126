import type { ServerClock } from './clock.ts';
import type { Sockets } from './sockets.ts';
import type { Tokens } from './tokens.ts';

/** What the services have in common, and what they are given. */
export interface ServiceContext {
  readonly appId: string;
  /** Of Easemob: `org#app`. */
  readonly appKey: string;
  /** Of the app's server at Easemob; undefined: any will do. */
  readonly clientSecret?: string;
  /** The loopback address on which all ports are. */
  readonly host: string;
  /** The TCP port of everything that is HTTPS or WebSocket. It is open already. */
  readonly port: number;
  /** The UDP port for media; 0 for any. */
  readonly udpPort: number;
  readonly tokens: Tokens;
  /** How long before its end a token is said to be about to expire. */
  readonly tokenWarningMs: number;
  /** What clients are told the time is. The tokens go by the true one. */
  readonly clock: ServerClock;
  /** This service's WebSockets, to cut, refuse and hold them. The port does it; the service makes it public. */
  readonly sockets: Sockets;
}
