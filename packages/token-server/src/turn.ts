import { createHmac } from 'node:crypto';

export interface TurnOptions {
  /** `turn:turn.example.com:3478`, or several. */
  readonly urls: string | readonly string[];
  /** Shared with the TURN server (coturn: `use-auth-secret`, `static-auth-secret`). */
  readonly secret: string;
  /** Seconds that credentials are good for. Default 86400; a call that lasts longer loses its relay. */
  readonly lifetime?: number;
}

export interface TurnServer {
  readonly urls: string | readonly string[];
  readonly username: string;
  readonly credential: string;
}

export const DEFAULT_TURN_LIFETIME = 24 * 3600;

/** Credentials that the TURN server can check without asking anybody (the "TURN REST API" of coturn and others). `end`: seconds since 1970. */
export function turnServer({ urls, secret }: TurnOptions, userId: string, end: number): TurnServer {
  const username = `${end}:${userId}`;
  return { urls, username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}
