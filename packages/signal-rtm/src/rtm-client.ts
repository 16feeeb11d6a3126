import { CallError } from '@call-elements/core';
import type { RTMClient, RTMEvents } from 'agora-rtm-sdk';
import { numberOf, RTM } from './errors.ts';
import { loadSdk } from './sdk.ts';

/** What is used of the SDK's client. A page's own is one, and must not be wrapped in a Proxy (Vue's `ref`): its private fields break. */
export type RtmClient = Pick<RTMClient, 'login' | 'logout' | 'renewToken' | 'publish' | 'addEventListener' | 'removeEventListener'>;
export type LinkStateEvent = RTMEvents.LinkStateEvent;
export type LinkReason = LinkStateEvent['reasonCode'];
export type MessageEvent = RTMEvents.MessageEvent;

/** The SDK refuses a second client of one user (-10027) for as long as the page lives, also after logout; so each is kept. */
const clients = new Map<string, RtmClient>();

export async function ownClient(appId: string, userId: string): Promise<RtmClient> {
  const { RTM: Client } = await loadSdk().catch((error: unknown) => {
    throw new CallError('loadFailed', 'The SDK of Agora RTM could not be loaded.', { cause: error });
  });
  const key = `${appId} ${userId}`;
  const client = clients.get(key) ?? new Client(appId, userId, { logLevel: 'none', logUpload: false });
  clients.set(key, client);
  return client;
}

/**
 * Whether a client is connected, which it does not say of itself. An empty message goes nowhere: without a connection it is refused for
 * that, otherwise for being empty.
 */
export async function isConnected(client: RtmClient, userId: string): Promise<boolean> {
  try {
    await client.publish(userId, '', { channelType: 'USER' });
    return true;
  } catch (error) {
    return numberOf(error) !== RTM.notConnected;
  }
}
