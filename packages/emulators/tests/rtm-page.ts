import type AgoraRTM from 'agora-rtm-sdk';
import type { RTMClient, RTMEvents } from 'agora-rtm-sdk';

type Sdk = typeof AgoraRTM;

/** What a call came to: nothing, or the SDK's number of the error. */
export type Result = 'ok' | number;

export interface Heard {
  readonly from: string;
  /** Bytes as their numbers. */
  readonly content: string | number[];
  readonly customType?: string;
  readonly timestamp: number;
}

export interface PageOptions {
  readonly appId: string;
  readonly userId: string;
  readonly token?: string;
  /** The SDK's own knobs. */
  readonly parameters?: Readonly<Record<string, number | boolean>>;
}

/** A page's RTM client and what happened to it. */
export interface RtmPage {
  readonly heard: Heard[];
  /** Link states with their reasons, as `CONNECTED/LOGIN_SUCCESS`. */
  readonly states: string[];
  /** Warnings that the token is about to expire. */
  warnings: number;
  login(token?: string): Promise<Result>;
  logout(): Promise<Result>;
  renew(token: string): Promise<Result>;
  publish(to: string, content: string | number[], options?: { channelType?: 'USER' | 'MESSAGE'; customType?: string }): Promise<Result>;
  subscribe(channel: string): Promise<Result>;
}

declare global {
  interface Window {
    AgoraRTM: Sdk;
    /** This module. */
    rtmPage: { setUp: typeof setUp };
    rtm: RtmPage;
  }
}

export function setUp({ appId, userId, token, parameters = {} }: PageOptions): void {
  const { AgoraRTM } = window;
  for (const [name, value] of Object.entries(parameters)) AgoraRTM.setParameter(name as never, value as never);
  const client: RTMClient = new AgoraRTM.RTM(appId, userId, { logLevel: 'none' });
  const settle = async (promise: Promise<unknown>): Promise<Result> => {
    try {
      await promise;
      return 'ok';
    } catch (error) {
      return (error as { errorCode: number }).errorCode;
    }
  };
  const page: RtmPage = {
    heard: [],
    states: [],
    warnings: 0,
    login: (other = token) => settle(client.login(other === undefined ? undefined : { token: other })),
    logout: () => settle(client.logout()),
    renew: (other) => settle(client.renewToken(other)),
    publish: (to, content, options = {}) => settle(client.publish(to, typeof content === 'string' ? content : new Uint8Array(content), { channelType: 'USER', ...options })),
    subscribe: (channel) => settle(client.subscribe(channel, { withPresence: false, beQuiet: true })),
  };
  client.addEventListener('message', ({ publisher, message, customType, timestamp }: RTMEvents.MessageEvent) => {
    page.heard.push({ from: publisher, content: typeof message === 'string' ? message : [...message], customType, timestamp: Number(timestamp) });
  });
  client.addEventListener('linkState', ({ currentState, reasonCode }: RTMEvents.LinkStateEvent) => void page.states.push(`${currentState}/${reasonCode}`));
  client.addEventListener('tokenPrivilegeWillExpire', () => {
    page.warnings += 1;
  });
  window.rtm = page;
}
