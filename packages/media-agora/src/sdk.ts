import { CallError } from '@call-elements/core';
import type * as AgoraSdk from 'agora-rtc-sdk-ng/esm';

/** What is used of the SDK. By name, so that a bundler can leave out the rest. */
export type Sdk = Pick<typeof AgoraSdk, 'createClient' | 'createCustomAudioTrack' | 'createCustomVideoTrack' | 'preload' | 'enableLogUpload'>;

// The SDK's level of its own: it writes nothing to the console. What matters comes by events and rejections.
const LOG_NOTHING = 4;

let loading: Promise<Sdk> | undefined;

/** Fetches the SDK, once for the page. After a failure the next one tries again. */
export function loadSdk(): Promise<Sdk> {
  return (loading ??= load().catch((cause: unknown) => {
    loading = undefined;
    throw new CallError('loadFailed', 'The Agora RTC SDK could not be loaded', { cause });
  }));
}

async function load(): Promise<Sdk> {
  const { createClient, createCustomAudioTrack, createCustomVideoTrack, preload, setLogLevel, enableLogUpload } = await import('agora-rtc-sdk-ng/esm');
  setLogLevel(LOG_NOTHING);
  return { createClient, createCustomAudioTrack, createCustomVideoTrack, preload, enableLogUpload };
}
