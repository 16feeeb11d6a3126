import type { CallConfig, PrepareConfig } from './config.ts';
import { CallError } from './errors.ts';

/**
 * Gives a token that the service accepts. `stale` is one that it refused, or that is about to expire: another is wanted, or a rejection.
 * May be asked at any time and often; remembering is the source's job.
 */
export type TokenSource = (stale?: string) => Promise<string>;

/** What `renewToken` takes: for the media service (CallAPI's `rtcToken`) and for the signalling service. */
export interface Tokens {
  readonly rtcToken: string;
  readonly signalToken: string;
}

/** The token for the media of one room; undefined when nobody ever gave any. */
export function mediaTokens(roomId: string, { mediaToken }: CallConfig, prepared: () => PrepareConfig): TokenSource | undefined {
  if (!mediaToken && prepared().rtcToken === undefined) return undefined;
  return async (stale) => {
    const { rtcToken } = prepared();
    if (rtcToken !== undefined && rtcToken !== stale) return rtcToken;
    if (!mediaToken) throw new CallError('tokenFailed', 'The rtcToken was refused: renewToken() takes another.');
    return mediaToken(roomId, stale);
  };
}
