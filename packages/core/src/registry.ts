import type { CallError } from './errors.ts';
import type { Log } from './log.ts';
import type { MediaEngine } from './media.ts';
import type { SignalClient } from './signal.ts';
import type { TokenSource } from './tokens.ts';

/** What `<call-provider>` (or a page) hands to an adapter. Adapters read what they know and ignore the rest. */
export interface AdapterOptions {
  readonly userId: string;
  /** local: the name that its tabs share. */
  readonly app?: string;
  /** Agora. */
  readonly appId?: string;
  /** Easemob: `org#app`. */
  readonly appKey?: string;
  /** Easemob: the user's, where there are no tokens. */
  readonly password?: string;
  /** Easemob, on servers of one's own: of the message service, of the REST service, and whether the vendor's directory is asked for both. */
  readonly url?: string;
  readonly apiUrl?: string;
  readonly isHttpDNS?: boolean;
  /** Easemob: "callapi" sends as CallAPI's own client does. Both forms are heard in any case. */
  readonly interop?: string;
  /** For signalling services that need one. Media gets its own with each call. */
  readonly token?: TokenSource;
  /** webrtc: RTCIceServer[] or an async function that returns them. No third-party server is used by default. */
  readonly iceServers?: unknown;
  readonly log?: Log;
  readonly onError?: (error: CallError) => void;
}
export type SignalFactory = (options: AdapterOptions) => SignalClient;
export type MediaFactory = (options: AdapterOptions) => MediaEngine;

/**
 * Names and their loaders. `register.ts` of an adapter puts one in; the elements ask by the attribute's value.
 * Asking for a name that nobody registered yet waits for it, so the order of script tags does not matter.
 */
class Registry<Factory> {
  #loaders = new Map<string, () => Promise<Factory>>();
  #waiting: (() => void)[] = [];

  define(name: string, load: () => Promise<Factory>): void {
    this.#loaders.set(name, load);
    for (const look of this.#waiting.splice(0)) look();
  }

  names(): string[] {
    return [...this.#loaders.keys()];
  }

  /** Rejects when the loader does; a later call tries again, as nothing is remembered of a failure. */
  async load(name: string): Promise<Factory> {
    while (!this.#loaders.has(name)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.#loaders.get(name)!();
  }
}

// One registry for a page, also when two copies of core are loaded on it (two bundles, two versions of a package manager's tree).
const key = Symbol.for('call-elements.registry');
const shared = globalThis as unknown as Record<symbol, { signal: Registry<SignalFactory>; media: Registry<MediaFactory> } | undefined>;

function registry(): { signal: Registry<SignalFactory>; media: Registry<MediaFactory> } {
  return (shared[key] ??= { signal: new Registry(), media: new Registry() });
}

export function defineSignal(name: string, load: () => Promise<SignalFactory>): void {
  registry().signal.define(name, load);
}
export function defineMedia(name: string, load: () => Promise<MediaFactory>): void {
  registry().media.define(name, load);
}
export function loadSignal(name: string): Promise<SignalFactory> {
  return registry().signal.load(name);
}
export function loadMedia(name: string): Promise<MediaFactory> {
  return registry().media.load(name);
}
export function signalNames(): string[] {
  return registry().signal.names();
}
export function mediaNames(): string[] {
  return registry().media.names();
}
