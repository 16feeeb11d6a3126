import { holdLock, lockFreed, lockName, tabsOf } from './locks.ts';

/** How long a tab that is gone may keep us waiting for its farewell; a page that crashed said none. */
const FAREWELL_MS = 300;

/** What travels on the channel. Without `to` and `text` it is a farewell: the last that this tab says. */
export interface Envelope {
  readonly from: string;
  /** The sender's tab. */
  readonly device: string;
  readonly to?: string;
  readonly text?: string;
}
export interface LinkEvents {
  message(text: string, userId: string): void;
  peerGone(userId: string, tab?: string): void;
}

/** One connection, from `open` to `close`; made anew for the next. Its lock is held as long as its channel is open, so whoever is listed can be reached. */
export class Link {
  readonly #app: string;
  readonly #userId: string;
  readonly #tab: string;
  readonly #events: LinkEvents;
  readonly #closing = new AbortController();
  /** The tabs whose going we would report, by lock, and what to call when they said farewell. */
  readonly #watched = new Map<string, () => void>();
  #channel?: BroadcastChannel;

  constructor(app: string, userId: string, tab: string, events: LinkEvents) {
    this.#app = app;
    this.#userId = userId;
    this.#tab = tab;
    this.#events = events;
  }

  /** Rejects when `close` came first, or when the browser refuses locks. */
  open(): Promise<void> {
    const { signal } = this.#closing;
    return new Promise((resolve, reject) => {
      // Not left to the lock: Chromium never settles a page's very first request when that is aborted at once.
      signal.addEventListener('abort', () => reject(signal.reason));
      const held = () => {
        this.#channel = new BroadcastChannel(`call-elements:${this.#app}`);
        this.#channel.onmessage = ({ data }) => this.#hear(data);
        globalThis.addEventListener?.('pagehide', () => this.#post({}), { signal });
        resolve();
      };
      holdLock(lockName(this.#app, this.#userId, this.#tab), signal, held).catch(reject);
    });
  }

  /** Resolves when the lock is free, so that nobody lists this tab any more. */
  async close(): Promise<void> {
    // Asked before letting go, so ahead of the next connection's request. Chromium may list a lock for a while after it was released.
    const freed = lockFreed(lockName(this.#app, this.#userId, this.#tab)).catch(() => {});
    this.#post({});
    this.#channel?.close();
    this.#closing.abort();
    await freed;
  }

  /** Leaves in this turn: what a page says while it is being closed would not leave in a later one. */
  send(to: string, text: string): void {
    this.#post({ to, text });
  }

  /** The other tabs of this user. From here on it is reported when they go. */
  async find(userId: string): Promise<string[]> {
    const tabs = (await tabsOf(this.#app, userId)).filter((tab) => tab !== this.#tab);
    for (const tab of tabs) void this.#watch(userId, tab);
    return tabs;
  }

  #post(envelope: Pick<Envelope, 'to' | 'text'>): void {
    this.#channel?.postMessage({ ...envelope, from: this.#userId, device: this.#tab } satisfies Envelope);
  }

  #hear(data: unknown): void {
    const { from, device, to, text } = (data ?? {}) as Record<string, unknown>;
    if (this.#closing.signal.aborted || typeof from !== 'string' || typeof device !== 'string') return;
    if (to === undefined) {
      this.#watched.get(lockName(this.#app, from, device))?.();
    } else if (to === this.#userId && typeof text === 'string') {
      void this.#watch(from, device);
      this.#events.message(text, from);
    }
  }

  async #watch(userId: string, tab: string): Promise<void> {
    const { signal } = this.#closing;
    const name = lockName(this.#app, userId, tab);
    if (signal.aborted || this.#watched.has(name)) return;
    const farewell = new Promise<void>((said) => this.#watched.set(name, said));
    try {
      await lockFreed(name, signal);
      // A lock can be freed before the last words of its tab arrive (measured in Chromium: 30 of 1000 pages closed, by up to 54 ms).
      // Within the channel the order is kept, so the farewell comes behind all of them.
      await Promise.race([farewell, new Promise((late) => setTimeout(late, FAREWELL_MS))]);
      // And this question is a turn for what a pagehide listener added later than ours sent right behind the farewell.
      const left = await tabsOf(this.#app, userId);
      if (signal.aborted) return;
      this.#watched.delete(name);
      this.#events.peerGone(userId, tab);
      // A tab that is watched but not listed is about to be reported, and then is the last.
      const watching = [...this.#watched.keys()].some((other) => other.startsWith(lockName(this.#app, userId, '')));
      if (left.length === 0 && !watching) this.#events.peerGone(userId);
    } catch {
      // Only closing ends a watch early, and then nobody listens.
    }
  }
}
