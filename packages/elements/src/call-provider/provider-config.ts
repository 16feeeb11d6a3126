import { DEFAULT_PREPARE, EARLY_MEDIA } from '@call-elements/core';
import type { AdapterOptions, Capture, Clock, EarlyMedia, JsonObject, PrepareConfig } from '@call-elements/core';
import { mistake } from '../mistake.ts';
import type { FetchTokens } from './token-answer.ts';

export type Preload = 'ring' | 'idle' | 'none';
/** What a signalling adapter takes beyond the attributes. */
export type SignalOptions = Pick<AdapterOptions, 'password' | 'url' | 'apiUrl' | 'isHttpDNS'>;
/** Whose the connection of a tab is. */
export type Tabs = 'shared' | 'own';
export type Theme = 'auto' | 'light' | 'dark';
export const PRELOADS: readonly Preload[] = ['ring', 'idle', 'none'];
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];
export const MAX_USER_ID = 64;
export const MAX_TIMEOUT = 24 * 3600_000;

/** The attributes and properties as a page wrote them. */
export interface ProviderAttributes extends Element {
  userId?: string;
  signal: string;
  media: string;
  app?: string;
  appId?: string;
  appKey?: string;
  interop?: string;
  tabs?: Tabs;
  resume: boolean;
  signalOptions?: SignalOptions;
  tokenEndpoint?: string;
  callTimeout: number | string;
  earlyMedia: EarlyMedia;
  firstFrameWaitDisabled: boolean;
  sendPushIfOffline: boolean;
  offlineMessageText?: string;
  preload: Preload;
  theme: Theme;
  fetchTokens?: FetchTokens;
  iceServers?: unknown;
  capture?: Capture;
  clock?: Clock;
  userExtension?: JsonObject;
}

/** A change of one of these needs another client. */
const OF_CLIENT = ['signal', 'media', 'app', 'appId', 'appKey', 'interop', 'tabs', 'resume', 'signalOptions', 'tokenEndpoint', 'fetchTokens', 'iceServers', 'capture', 'clock'] as const;
export type ClientConfig = Readonly<Pick<ProviderAttributes, (typeof OF_CLIENT)[number]>> & { readonly userId: string };

export interface ProviderConfig {
  readonly client: ClientConfig;
  /** A change here is a `prepareForCall`. */
  readonly prepare: Partial<PrepareConfig>;
  readonly preload: Preload;
}

function oneOf<Value extends string>(element: Element, attribute: string, value: string, accepted: readonly Value[], fallback: Value): Value {
  if ((accepted as readonly string[]).includes(value)) return value as Value;
  mistake(element, attribute, value);
  return fallback;
}

function timeoutOf(element: ProviderAttributes): number {
  const { callTimeout } = element;
  const ms = typeof callTimeout === 'string' && !callTimeout.trim() ? NaN : Number(callTimeout);
  if (Number.isInteger(ms) && ms >= 0 && ms <= MAX_TIMEOUT) return ms;
  mistake(element, 'call-timeout', callTimeout);
  return DEFAULT_PREPARE.callTimeout;
}

/** Reads everything at once. Undefined: nothing can be built from this (yet). */
export function readConfig(element: ProviderAttributes): ProviderConfig | undefined {
  const { firstFrameWaitDisabled, sendPushIfOffline, offlineMessageText, userExtension } = element;
  oneOf(element, 'theme', element.theme, THEMES, 'auto');
  const earlyMedia: EarlyMedia = oneOf(element, 'early-media', element.earlyMedia, EARLY_MEDIA, DEFAULT_PREPARE.earlyMedia);
  const preload = oneOf(element, 'preload', element.preload, PRELOADS, 'ring');
  const prepare = { callTimeout: timeoutOf(element), earlyMedia, firstFrameWaitDisabled, sendPushIfOffline, offlineMessageText, userExtension };
  // Frameworks set it late: nobody signed in is no mistake.
  const userId = String(element.userId ?? '');
  if (!userId) return undefined;
  if (userId.length > MAX_USER_ID) {
    mistake(element, 'user-id', userId);
    return undefined;
  }
  const client = Object.fromEntries(OF_CLIENT.map((name) => [name, element[name]])) as Omit<ClientConfig, 'userId'>;
  return { client: { ...client, userId }, prepare, preload };
}

/** Frameworks pass a new literal, or function, at every render; that is no change. */
function equal(one: unknown, other: unknown): boolean {
  const isLiteral = (value: unknown): boolean => Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
  const areFunctions = typeof one === 'function' && typeof other === 'function';
  return areFunctions || Object.is(one, other) || (isLiteral(one) && isLiteral(other) && JSON.stringify(one) === JSON.stringify(other));
}

/** Whether two flat objects hold the same. */
export function same(one: object | undefined, other: object | undefined): boolean {
  if (!one || !other) return one === other;
  const [mine, theirs] = [Object.entries(one), new Map(Object.entries(other))];
  return mine.length === theirs.size && mine.every(([key, value]) => equal(theirs.get(key), value));
}
