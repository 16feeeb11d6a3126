import { CallError } from '@call-elements/core';
import type { EasemobChatStatic } from 'easemob-websdk';

/** What is used of the SDK. */
export type Sdk = Pick<EasemobChatStatic, 'connection' | 'message' | 'logger'>;

/** The only place that fetches the SDK: 160 KB, which need `unsafe-eval` and put themselves on the page as `WebIM`. */
export async function loadSdk(): Promise<Sdk> {
  try {
    const { default: sdk } = await import('easemob-websdk');
    // Served as it is, without a bundler, it is no module and puts itself on the page.
    return sdk ?? (globalThis as unknown as { websdk: Sdk }).websdk;
  } catch (cause) {
    throw new CallError('loadFailed', 'The SDK of Easemob could not be loaded.', { cause });
  }
}
