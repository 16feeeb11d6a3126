import { CallError } from '@call-elements/core';
import type { CallErrorCode, SignalState } from '@call-elements/core';

/** What the tab with the connection does for the others. */
export const SERVICES = ['sendMessage', 'sendPush', 'renewToken'] as const;
export type Service = (typeof SERVICES)[number];

/** What it passes on to them. */
export type News = 'onMessageReceive' | 'onPeerGone' | 'onTokenWillExpire';

/** What a `CallError` loses when it is cloned. Its cause stays where it happened. */
export interface Fault {
  readonly code: CallErrorCode;
  readonly message: string;
  readonly certain: boolean;
}

/** What the tabs of a user say to each other. */
export type Word =
  /** Of a tab that came. */
  | { readonly word: 'who' }
  /** Of the owner: how its connection is. After `failed` nobody shall try again by itself. `since` tells it from former ones. */
  | { readonly word: 'state'; readonly since: number; readonly state: SignalState; readonly fault?: Fault; readonly mayWarm: boolean }
  | { readonly word: 'news'; readonly since: number; readonly news: News; readonly args: readonly unknown[]; readonly mayWarm: boolean }
  | { readonly word: 'ask'; readonly id: string; readonly service: Service; readonly args: readonly unknown[] }
  | { readonly word: 'answer'; readonly id: string; readonly fault?: Fault };

/** A page may have two copies of core, so it goes by the name. */
export function asCallError(error: unknown, otherwise: string): CallError {
  return (error as { name?: unknown } | undefined)?.name === 'CallError' ? (error as CallError) : new CallError('signalFailed', `${otherwise}: ${String(error)}`, { cause: error });
}

export function toFault({ code, message, certain }: CallError): Fault {
  return { code, message, certain };
}

export function toError({ code, message, certain }: Fault): CallError {
  return new CallError(code, message, { certain });
}
