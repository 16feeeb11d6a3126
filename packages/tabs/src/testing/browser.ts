import { Witness } from '@call-elements/testing';
import type { TabsSignal } from '../tabs-signal.ts';
import { OneLogin } from './one-login.ts';

type Package = typeof import('../index.ts');

/** One tab: a client in a frame of its own, whose locks the browser frees when the frame goes, as it does those of a page that crashed. */
export interface Tab {
  readonly name: string;
  readonly client: TabsSignal;
  readonly witness: Witness;
  readonly realm: Window & typeof globalThis;
  readonly logs: string[];
}

/** Tabs of any users on one service, as those of one browser. */
export class Browser {
  readonly service = new OneLogin();
  /** Other files of tests run at the same time, in pages of the same browser. */
  readonly serviceName = `one login ${crypto.randomUUID()}`;
  readonly tabs: Tab[] = [];
  readonly #frames = new Map<TabsSignal, HTMLIFrameElement>();

  /** Not connected. */
  async open(userId: string, options: { prepare?(realm: Window & typeof globalThis): unknown; app?: string } = {}): Promise<Tab> {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const realm = frame.contentWindow as Window & typeof globalThis;
    options.prepare?.(realm);
    const load = new (realm as unknown as { Function: FunctionConstructor }).Function('url', 'return import(url)') as (url: string) => Promise<Package>;
    const { shareTabs } = await load(new URL('../index.ts', import.meta.url).href);
    const name = `${userId} ${this.tabs.length + 1}`;
    const logs: string[] = [];
    const client = shareTabs(this.service.client(userId, name), { service: this.serviceName, app: options.app, log: (level, line) => void logs.push(`${level}: ${line}`) }) as TabsSignal;
    const tab = { name, client, witness: new Witness(client), realm, logs };
    this.#frames.set(client, frame);
    this.tabs.push(tab);
    return tab;
  }

  async online(userId: string): Promise<Tab> {
    const tab = await this.open(userId);
    await tab.client.connect();
    return tab;
  }

  /** The page goes without a word, and so does its connection. */
  crash({ client, name }: Tab): void {
    this.#frames.get(client)?.remove();
    this.#frames.delete(client);
    const loggedIn = this.service.clientOf(client.userId);
    if (loggedIn?.tab === name) this.service.exit(loggedIn);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#frames.keys()].map((client) => client.disconnect()));
    for (const frame of this.#frames.values()) frame.remove();
    this.#frames.clear();
  }

  /** Held and waited for, those of the tabs' own. */
  async locks(): Promise<{ held: number; pending: number }> {
    const { held = [], pending = [] } = await navigator.locks.query();
    const ours = (locks: LockInfo[]): number => locks.filter(({ name }) => name?.includes(JSON.stringify(this.serviceName))).length;
    return { held: ours(held), pending: ours(pending) };
  }

  /** What one page gives up another may see a moment later, as the browser hears each by itself. Never that, and the test runs out of time. */
  async locksBecome(expected: { held: number; pending: number }): Promise<void> {
    const same = ({ held, pending }: typeof expected): boolean => held === expected.held && pending === expected.pending;
    while (!same(await this.locks())) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
