import type { CallError, TokenSource } from '@call-elements/core';
import { once } from '../lazy.ts';
import type { ClientConfig, ProviderAttributes } from './provider-config.ts';

/** The tokens of a user, fetched when an adapter asks. */
export interface Tokens {
  readonly signal?: TokenSource;
  readonly media: (roomId: string, stale?: string) => Promise<string>;
  readonly iceServers: () => Promise<readonly RTCIceServer[]>;
  /** Nobody asks any more: what is under way is given up. */
  close(): void;
}

/** Undefined when the page names no source, or calls between tabs, which need none. */
export function lazyTokens(provider: ProviderAttributes, config: ClientConfig, onError: (error: CallError) => void): Tokens | undefined {
  if (!(config.tokenEndpoint || config.fetchTokens) || (config.signal === 'local' && config.media === 'webrtc')) return undefined;
  const gone = new AbortController();
  // Of a function that changed with every rendering, the last one is asked.
  const fetchTokens = () => provider.fetchTokens;
  const store = once(async () => new (await import('./token-store.ts')).TokenStore({ ...config, fetchTokens, gone: gone.signal, onError }));
  return {
    signal: config.signalOptions?.password === undefined ? async (stale) => (await store()).signalToken(stale) : undefined,
    media: async (roomId, stale) => (await store()).mediaToken(roomId, stale),
    iceServers: async () => (await store()).iceServers(),
    close: () => gone.abort(),
  };
}
