import { expect } from 'chai';
import type { AdapterOptions, SignalClient } from '@call-elements/core';
import { signalConformance } from '@call-elements/testing/signal-conformance';
import type { SignalWorld } from '@call-elements/testing/signal-conformance';
import { createLocalSignal } from './index.ts';

type Adapter = typeof import('./index.ts');

/** Clients that live in frames of their own: the browser frees the locks of a frame that is removed, as it does those of a page that crashed. */
class Frames {
  readonly #frames = new Map<SignalClient, HTMLIFrameElement>();

  async create(options: AdapterOptions): Promise<SignalClient> {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const realm = frame.contentWindow as unknown as { Function: FunctionConstructor };
    const load = new realm.Function('url', 'return import(url)') as (url: string) => Promise<Adapter>;
    const client = (await load(new URL('./index.ts', import.meta.url).href)).createLocalSignal(options);
    this.#frames.set(client, frame);
    return client;
  }

  windowOf(client: SignalClient): Window & typeof globalThis {
    return this.#frames.get(client)!.contentWindow as Window & typeof globalThis;
  }

  remove(client: SignalClient): void {
    this.#frames.get(client)?.remove();
    this.#frames.delete(client);
  }

  clear(): void {
    for (const client of [...this.#frames.keys()]) this.remove(client);
  }
}

let apps = 0;
const newApp = (): string => `test ${(apps += 1)}`;

const TRAITS = { knowsPresence: true, severalDevices: true };

function frameWorld(): SignalWorld {
  const app = newApp();
  const frames = new Frames();
  return {
    createClient: (userId) => frames.create({ userId, app }),
    crash: (client) => frames.remove(client),
    dispose: () => frames.clear(),
  };
}

function pageWorld(): SignalWorld {
  const app = newApp();
  const clients: SignalClient[] = [];
  return {
    createClient(userId) {
      const client = createLocalSignal({ userId, app });
      clients.push(client);
      return client;
    },
    async dispose() {
      await Promise.all(clients.map((client) => client.disconnect()));
    },
  };
}

signalConformance('LocalSignal, all on one page', pageWorld, TRAITS);
signalConformance('LocalSignal, each in its own frame', frameWorld, { ...TRAITS, reportsPeerGone: true });
signalConformance('LocalSignal, odd user ids', pageWorld, { ...TRAITS, userIds: ['a:"b"', 'a', ':"b"\ud800,👩‍👩‍👧\u0000'] });

async function locksOf(app: string): Promise<{ held: number; pending: number }> {
  // A watch that was granted may be listed a little longer; it is shared.
  const ours = (locks: LockInfo[] | undefined, mode: string) => locks!.filter((lock) => lock.mode === mode && lock.name!.includes(JSON.stringify(app))).length;
  const { held, pending } = await navigator.locks.query();
  return { held: ours(held, 'exclusive'), pending: ours(pending, 'exclusive') + ours(pending, 'shared') };
}

function heard(client: SignalClient): string[] {
  const log: string[] = [];
  client.addListener({
    onMessageReceive: (text, { userId }) => void log.push(`${userId}: ${text}`),
    onPeerGone: (userId, device) => void log.push(device === undefined ? `${userId} is gone` : `a tab of ${userId} is gone`),
  });
  return log;
}

function next(client: SignalClient, event: 'onMessageReceive' | 'onPeerGone', holds: (...args: string[]) => boolean = () => true): Promise<void> {
  return new Promise((resolve) => client.addListener({ [event]: (...args: string[]) => void (holds(...args) && resolve()) }));
}

describe('LocalSignal', () => {
  const frames = new Frames();
  const clients: SignalClient[] = [];
  let app: string;

  async function online(userId: string, options: Partial<AdapterOptions> = {}): Promise<SignalClient> {
    const client = createLocalSignal({ userId, app, ...options });
    clients.push(client);
    await client.connect();
    return client;
  }
  async function onlineInFrame(userId: string, prepare?: (realm: Window & typeof globalThis) => void): Promise<SignalClient> {
    const client = await frames.create({ userId, app });
    prepare?.(frames.windowOf(client));
    await client.connect();
    return client;
  }
  beforeEach(() => {
    app = newApp();
  });
  afterEach(async () => {
    frames.clear();
    await Promise.all(clients.splice(0).map((client) => client.disconnect()));
  });

  /** Channels on which everything arrives late, though in order: the way from the broker is slow, and locks are faster. */
  function slowChannels(realm: Window & typeof globalThis): void {
    realm.BroadcastChannel = class extends realm.BroadcastChannel {
      override set onmessage(hear: (event: MessageEvent) => void) {
        this.addEventListener('message', (event) => setTimeout(hear, 100, event));
      }
    };
  }

  it('hears the last words of a page before the news that it is gone', async () => {
    const alice = await onlineInFrame('alice', slowChannels);
    const log = heard(alice);
    const bob = await onlineInFrame('bob', (realm) => {
      realm.addEventListener('pagehide', () => {
        for (let i = 0; i < 20; i++) void bob.sendMessage('alice', `bye ${i}`);
      });
    });
    await alice.sendMessage('bob', 'hello');
    const gone = next(alice, 'onPeerGone', (_userId, device) => device === undefined);
    frames.remove(bob);
    await gone;
    const words = Array.from({ length: 20 }, (_, i) => `bob: bye ${i}`);
    expect(log).to.deep.equal([...words, 'a tab of bob is gone', 'bob is gone']);
  });

  it('does not need a farewell to know that a page is gone', async () => {
    const alice = await online('alice');
    const bob = await onlineInFrame('bob', (realm) => realm.addEventListener('pagehide', (event) => event.stopImmediatePropagation()));
    await alice.sendMessage('bob', 'hello');
    const gone = next(alice, 'onPeerGone', (_userId, device) => device === undefined);
    frames.remove(bob);
    await gone;
  });

  it('says that a user is gone after the last tab, when several go at once', async () => {
    const alice = await online('alice');
    const log = heard(alice);
    const tabs = await Promise.all(['bob', 'bob', 'bob'].map((userId) => onlineInFrame(userId)));
    await alice.sendMessage('bob', 'hello');
    for (const tab of tabs) frames.windowOf(tab).addEventListener('pagehide', () => void tab.sendMessage('alice', 'bye'));
    const gone = next(alice, 'onPeerGone', (_userId, device) => device === undefined);
    frames.clear();
    await gone;
    expect(log.filter((line) => line === 'bob: bye')).to.have.length(3);
    expect(log.filter((line) => line === 'a tab of bob is gone')).to.have.length(3);
    expect(log.filter((line) => line === 'bob is gone')).to.deep.equal([log.at(-1)]);
  });

  it('reports a peer that disconnects, and again after the next time', async () => {
    const alice = await online('alice');
    const bob = await online('bob');
    for (let round = 0; round < 2; round++) {
      const gone = next(alice, 'onPeerGone', (userId, device) => userId === 'bob' && device === undefined);
      await alice.sendMessage('bob', 'hello');
      await bob.disconnect();
      await gone;
      await bob.connect();
    }
    await alice.sendMessage('bob', 'hello');
  });

  it('leaves no lock held or asked for after disconnect', async () => {
    const alice = await online('alice');
    const bob = await online('bob');
    await alice.sendMessage('bob', 'hello');
    await bob.sendMessage('alice', 'hello');
    expect(await locksOf(app)).to.deep.equal({ held: 2, pending: 2 });
    await alice.disconnect();
    expect(await locksOf(app)).to.deep.equal({ held: 1, pending: 0 });
    await bob.disconnect();
    expect(await locksOf(app)).to.deep.equal({ held: 0, pending: 0 });
  });

  it('holds no lock after a disconnect that overtakes connect', async () => {
    const alice = createLocalSignal({ userId: 'alice', app });
    const connecting = alice.connect().catch((error: unknown) => error);
    await alice.disconnect();
    expect(await connecting).to.have.property('code', 'signalNotReady');
    expect(await locksOf(app)).to.deep.equal({ held: 0, pending: 0 });
  });

  it('knows for certain that nobody is there, itself not counted', async () => {
    const alice = await online('alice');
    for (const userId of ['bob', 'alice']) {
      const error: unknown = await alice.sendMessage(userId, 'hello').catch((reason: unknown) => reason);
      expect(error).to.include({ code: 'peerOffline', certain: true });
    }
  });

  it('reaches the other tabs of its own user, not itself', async () => {
    const first = await online('alice');
    const second = await online('alice');
    const log = heard(first);
    const arrived = Promise.all([next(second, 'onMessageReceive'), next(first, 'onMessageReceive')]);
    await first.sendMessage('alice', 'hello');
    await second.sendMessage('alice', 'hi');
    await arrived;
    expect(log).to.deep.equal(['alice: hi']);
  });

  it('keeps apps apart', async () => {
    const alice = await online('alice');
    const stranger = await online('bob', { app: newApp() });
    const log = heard(stranger);
    expect(await alice.sendMessage('bob', 'hello').catch((error: { code: string }) => error.code)).to.equal('peerOffline');
    const bob = await online('bob');
    const arrived = next(bob, 'onMessageReceive');
    await alice.sendMessage('bob', 'hello');
    await arrived;
    expect(log).to.deep.equal([]);
  });

  it('ignores what is no message of ours on its channel', async () => {
    const alice = await online('alice');
    const bob = await online('bob');
    const log = heard(alice);
    const channel = new BroadcastChannel(`call-elements:${app}`);
    for (const junk of [null, 1, 'text', {}, { to: 'alice', from: 'bob', device: 'x', text: { no: 'string' } }, { to: 'alice', text: 'x' }, { from: 'bob', device: 'x' }]) channel.postMessage(junk);
    channel.close();
    const arrived = next(alice, 'onMessageReceive');
    await bob.sendMessage('alice', 'hello');
    await arrived;
    expect(log).to.deep.equal(['bob: hello']);
  });

  it('logs what a listener throws', async () => {
    const lines: string[] = [];
    const alice = createLocalSignal({ userId: 'alice', app, log: (level, line) => void lines.push(`${level}: ${line}`) });
    clients.push(alice);
    alice.addListener({ onStateChange: () => expect.fail('broken') });
    await alice.connect();
    expect(lines[0]).to.match(/^error: .*broken/);
  });

  for (const missing of ['locks', 'BroadcastChannel'] as const) {
    it(`rejects connect with "unsupported" where ${missing} is missing`, async () => {
      const alice = await frames.create({ userId: 'alice', app });
      const realm = frames.windowOf(alice);
      if (missing === 'locks') Object.defineProperty(realm.navigator, 'locks', { value: undefined });
      else Object.defineProperty(realm, 'BroadcastChannel', { value: undefined });
      const error = await alice.connect().catch((reason: unknown) => reason as Error & { code: string });
      expect(error).to.have.property('code', 'unsupported');
      expect((error as Error).message).to.contain('https');
      expect(alice.state).to.equal('offline');
    });
  }

  it('fails, and may try again, where the browser refuses locks', async () => {
    const alice = await frames.create({ userId: 'alice', app });
    const locks = frames.windowOf(alice).navigator.locks;
    const refusal = new DOMException('no', 'SecurityError');
    Object.defineProperty(locks, 'request', { value: () => Promise.reject(refusal), configurable: true });
    const error: unknown = await alice.connect().catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'signalFailed', cause: refusal });
    expect(alice.state).to.equal('failed');
    delete (locks as { request?: unknown }).request;
    await alice.connect();
    expect(alice.state).to.equal('online');
  });
});
