import type AgoraRTM from 'agora-rtm-sdk';

type Sdk = typeof AgoraRTM;

/** The only place that fetches the SDK: 440 KB, a worker and WebAssembly, all of which start at its import. */
export async function loadSdk(): Promise<Sdk> {
  const { default: sdk } = await import('agora-rtm-sdk');
  // Served as it is, without a bundler, it is no module and puts itself on the page.
  return sdk ?? (globalThis as unknown as { AgoraRTM: Sdk }).AgoraRTM;
}
