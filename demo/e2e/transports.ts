import type { Emulators } from '@call-elements/emulators';

/** What carries messages and what carries media: two attributes of the provider, whatever the other one is. */
export interface Transport {
  readonly signal: 'local' | 'rtm' | 'easemob';
  readonly media: 'webrtc' | 'agora';
}

export const LOCAL: Transport = { signal: 'local', media: 'webrtc' };
export const AGORA: Transport = { signal: 'rtm', media: 'agora' };
export const EASEMOB: Transport = { signal: 'easemob', media: 'webrtc' };
/** With Agora's media: what its native clients can be called over. */
export const EASEMOB_AGORA: Transport = { signal: 'easemob', media: 'agora' };
/** Each way of signalling, and each of media. */
export const TRANSPORTS: readonly Transport[] = [LOCAL, AGORA, EASEMOB];
/** What else a page may combine. */
export const PAIRS: readonly Transport[] = [...TRANSPORTS, { signal: 'rtm', media: 'webrtc' }, { signal: 'local', media: 'agora' }, EASEMOB_AGORA];

/** The attributes of a provider that calls over it. */
export function attributesOf({ signal, media }: Transport, { appId, appKey }: Emulators): Record<string, string> {
  if (signal === 'local' && media === 'webrtc') return {};
  return { signal, media, 'app-id': appId, 'app-key': appKey, 'token-endpoint': '/tokens' };
}
