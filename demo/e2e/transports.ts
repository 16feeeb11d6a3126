import type { Emulators } from '@call-elements/emulators';

/** What carries messages and what carries media: two attributes of the provider, whatever the other one is. */
export interface Transport {
  readonly signal: 'local' | 'rtm';
  readonly media: 'webrtc' | 'agora';
}

export const LOCAL: Transport = { signal: 'local', media: 'webrtc' };
export const AGORA: Transport = { signal: 'rtm', media: 'agora' };
export const TRANSPORTS: readonly Transport[] = [LOCAL, AGORA, { signal: 'rtm', media: 'webrtc' }, { signal: 'local', media: 'agora' }];

/** The attributes of a provider that calls over it. */
export function attributesOf({ signal, media }: Transport, { appId }: Emulators): Record<string, string> {
  if (signal === 'local' && media === 'webrtc') return {};
  return { signal, media, 'app-id': appId, 'token-endpoint': '/tokens' };
}
