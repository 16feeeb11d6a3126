import { expect } from 'chai';
import { CallError } from '@call-elements/core';
import { rejection } from '@call-elements/testing';
import { Browser } from './testing/browser.ts';
import type { Tab } from './testing/browser.ts';

const several = <Value>(count: number, make: () => Promise<Value>): Promise<Value[]> => Promise.all(Array.from({ length: count }, make));

describe('several tabs on a service with one login', () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
  });
  afterEach(() => browser.close());

  const ownerOf = (tabs: readonly Tab[]): Tab => {
    const owners = tabs.filter(({ client }) => client.isOwner);
    expect(owners).to.have.length(1);
    return owners[0]!;
  };
  const without = (tabs: readonly Tab[], gone: Tab): Tab[] => tabs.filter((tab) => tab !== gone);
  const allOnline = (tabs: readonly Tab[]): Promise<void[]> => Promise.all(tabs.map(({ client, witness }) => witness.until(() => client.state === 'online')));

  /** Bob with this many tabs, and Alice with one. */
  async function open(count: number): Promise<{ alice: Tab; bobs: Tab[] }> {
    const alice = await browser.online('alice');
    const bobs = await several(count, () => browser.online('bob'));
    return { alice, bobs };
  }

  async function bobsHear(alice: Tab, bobs: readonly Tab[], text: string): Promise<void> {
    await alice.client.sendMessage('bob', text);
    await Promise.all(bobs.map(({ witness }) => witness.until(() => witness.messages.includes(`alice: ${text}`))));
  }

  it('five tabs log in once, hear everything once and in order, with what the service says of it', async () => {
    const { alice, bobs } = await open(5);
    expect(browser.service.logins.filter((name) => name.startsWith('bob'))).to.have.length(1);
    const texts = Array.from({ length: 50 }, (_, i) => `${i}`);
    for (const text of texts) await alice.client.sendMessage('bob', text);
    for (const { witness } of bobs) {
      await witness.until(() => witness.messages.length === 50);
      expect(witness.messages).to.deep.equal(texts.map((text) => `alice: ${text}`));
      expect(witness.senders[0]).to.deep.equal({ userId: 'alice', ageMs: 5, queued: false });
    }
  });

  it('what each of them sends leaves in its order', async () => {
    const { alice, bobs } = await open(5);
    await Promise.all(bobs.flatMap(({ client }, tab) => Array.from({ length: 20 }, (_, i) => client.sendMessage('alice', `${tab} ${i}`))));
    await alice.witness.until(() => alice.witness.messages.length === 100);
    for (const tab of [0, 1, 2, 3, 4]) {
      const heard = alice.witness.messages.filter((message) => message.startsWith(`bob: ${tab} `));
      expect(heard).to.deep.equal(Array.from({ length: 20 }, (_, i) => `bob: ${tab} ${i}`));
    }
  });

  it('each is told what became of its own message', async () => {
    const { bobs } = await open(3);
    for (const { client } of bobs) {
      expect(await rejection(client.sendMessage('carol', 'hello'))).to.include({ code: 'peerOffline', certain: false });
      await client.sendMessage('alice', 'hello');
    }
  });

  it('certain absence is certain for all', async () => {
    const { bobs } = await open(2);
    browser.service.deliver = async () => {
      throw new CallError('peerOffline', 'nobody can have that id', { certain: true });
    };
    for (const { client } of bobs) expect(await rejection(client.sendMessage('carol', 'hello'))).to.include({ code: 'peerOffline', certain: true, message: 'nobody can have that id' });
  });

  for (const how of ['disconnects', 'crashes'] as const) {
    it(`when the one that has the connection ${how}, the next one gets it, until the last`, async () => {
      const opened = await open(5);
      let { bobs } = opened;
      for (let left = 5; left > 1; left--) {
        const owner = ownerOf(bobs);
        bobs = without(bobs, owner);
        for (const { witness } of bobs) witness.states.length = 0;
        if (how === 'crashes') browser.crash(owner);
        else await owner.client.disconnect();
        await Promise.all(bobs.map(({ witness }) => witness.untilState('online')));
        for (const { witness } of bobs) expect(witness.states).to.deep.equal(['reconnecting', 'online']);
        ownerOf(bobs);
        await bobsHear(opened.alice, bobs, `to ${left - 1}`);
        for (const { client } of bobs) await client.sendMessage('alice', 'hello');
      }
      expect(browser.service.thrownOut, 'never two at a time').to.deep.equal([]);
    });
  }

  for (const how of ['disconnects', 'crashes'] as const) {
    it(`a send that it ${how} in the middle of is not confirmed, and can be repeated`, async () => {
      const { alice, bobs } = await open(3);
      const owner = ownerOf(bobs);
      const [sender] = without(bobs, owner);
      browser.service.holds = 'bob';
      const sent = rejection(sender!.client.sendMessage('alice', 'hello'));
      await alice.witness.until(() => alice.witness.messages.length === 1);
      if (how === 'crashes') browser.crash(owner);
      else await owner.client.disconnect();
      expect(await sent).to.have.property('code', 'signalNotReady');
      browser.service.holds = undefined;
      await allOnline(without(bobs, owner));
      await sender!.client.sendMessage('alice', 'hello again');
      await alice.witness.until(() => alice.witness.messages.length === 2);
    });
  }

  it('rejects what is sent while nobody has the connection, as a service does that is reconnecting', async () => {
    const { bobs } = await open(2);
    const owner = ownerOf(bobs);
    const [other] = without(bobs, owner);
    browser.crash(owner);
    await other!.witness.untilState('reconnecting');
    expect(await rejection(other!.client.sendMessage('alice', 'hello'))).to.have.property('code', 'signalNotReady');
    await other!.witness.untilState('online');
  });

  it('an outage is an outage for all', async () => {
    const { bobs } = await open(3);
    const inner = browser.service.clientOf('bob');
    inner.become('reconnecting');
    await Promise.all(bobs.map(({ witness }) => witness.untilState('reconnecting')));
    inner.become('online');
    await Promise.all(bobs.map(({ witness }) => witness.untilState('online')));
  });

  it('a tab that comes during an outage is connected with the others', async () => {
    const { bobs } = await open(1);
    const inner = browser.service.clientOf('bob');
    inner.become('reconnecting');
    const late = await browser.open('bob');
    const connected = late.client.connect();
    inner.become('online');
    await connected;
    expect(late.witness.states).to.deep.equal(['connecting', 'online']);
    ownerOf([...bobs, late]);
  });

  it('one that takes over during an outage tries until it is over', async () => {
    const { bobs } = await open(2);
    const owner = ownerOf(bobs);
    const [other] = without(bobs, owner);
    browser.service.refuse.set(other!.name, new CallError('signalFailed', 'no network'));
    browser.crash(owner);
    await other!.witness.untilState('reconnecting');
    while (!other!.logs.some((line) => line.includes('no network'))) await new Promise((resolve) => setTimeout(resolve, 10));
    browser.service.refuse.clear();
    await other!.witness.untilState('online');
  });

  it('when the user is elsewhere, all of them fail, and nobody takes it back before it is told to', async () => {
    const { bobs } = await open(5);
    const phone = browser.service.client('bob', 'phone');
    await phone.connect();
    await Promise.all(bobs.map(({ witness }) => witness.untilState('failed signedInElsewhere')));
    await browser.service.deliver(phone, 'bob', 'still there');
    expect(browser.service.tabOf('bob')).to.equal('phone');
    while ((await browser.locks()).held > 1 + bobs.length) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(browser.service.tabOf('bob')).to.equal('phone');
    await bobs[3]!.client.connect();
    expect(browser.service.tabOf('bob')).to.equal(bobs[3]!.name);
    await bobs[1]!.client.connect();
    expect(browser.service.tabOf('bob')).to.equal(bobs[3]!.name);
  });

  it('one that cannot log in says why, and the next one in line does', async () => {
    const [first, second] = [await browser.open('bob'), await browser.open('bob')];
    const refusal = new CallError('tokenFailed', 'no token', { certain: true });
    browser.service.refuse.set(first.name, refusal);
    const refused = rejection(first.client.connect());
    await first.witness.untilState('connecting');
    await second.client.connect();
    expect(await refused).to.equal(refusal);
    expect(first.witness.states, 'told by connect alone').to.deep.equal(['connecting', 'failed']);
    expect(browser.service.tabOf('bob')).to.equal(second.name);
    await first.client.connect();
    ownerOf([first, second]);
  });

  it('one whose token is no good any more fails alone, and is back with a good one', async () => {
    const { bobs } = await open(3);
    const owner = ownerOf(bobs);
    const others = without(bobs, owner);
    browser.service.clientOf('bob').fail(new CallError('tokenFailed', 'expired'));
    await owner.witness.untilState('failed tokenFailed');
    await Promise.all(others.map(({ witness }) => witness.until(() => witness.states.join().endsWith('reconnecting,online'))));
    ownerOf(others);
    await owner.client.renewToken('good');
    expect(owner.client.state).to.equal('online');
    ownerOf(bobs);
  });

  it('a token goes to the connection, and to the tab that may have it next', async () => {
    const { bobs } = await open(2);
    const owner = ownerOf(bobs);
    const [other] = without(bobs, owner);
    await other!.client.renewToken('good');
    expect(browser.service.tokens).to.have.members([`${other!.name}: good`, `${owner.name}: good`]);
    browser.service.clientOf('bob').tokenWillExpire();
    await Promise.all(bobs.map(({ witness }) => witness.until(() => witness.warnings === 1)));
  });

  it('a refusal of a token reaches the tab that has it', async () => {
    const { bobs } = await open(2);
    const owner = ownerOf(bobs);
    const [other] = without(bobs, owner);
    browser.service.clientOf('bob').renewToken = async () => {
      throw new CallError('tokenFailed', 'the service refuses it', { certain: true });
    };
    expect(await rejection(other!.client.renewToken('forged'))).to.include({ code: 'tokenFailed', certain: true });
  });

  it('pushes and the form of user ids are those of the service', async () => {
    const { bobs } = await open(2);
    for (const { client } of bobs) await client.sendPush!('carol', 'call me');
    expect(browser.service.pushes).to.deep.equal([`${ownerOf(bobs).name} to carol: call me`, `${ownerOf(bobs).name} to carol: call me`]);
    expect(bobs[1]!.client.normalizeUserId!('Bob')).to.equal('bob');
    expect('device' in bobs[0]!.client).to.equal(false);
  });

  it('users, apps and services do not hear each other', async () => {
    const bob = await browser.online('bob');
    const carol = await browser.online('carol');
    const elsewhere = await browser.open('bob', { app: 'another' });
    await elsewhere.client.connect();
    expect([bob, carol, elsewhere].map(({ client }) => client.isOwner)).to.deep.equal([true, true, true]);
  });

  it('ignores what is no word of theirs', async () => {
    const { alice, bobs } = await open(2);
    const { held = [] } = await navigator.locks.query();
    const name = held.map((lock) => lock.name!).find((lock) => lock.includes(browser.serviceName) && lock.includes('"bob"') && !lock.endsWith('focus'))!;
    const channel = new BroadcastChannel(name);
    for (const junk of [null, 1, 'text', {}, { word: 'what' }, { word: 'answer', id: 'x' }, { word: 'ask', id: 'x', service: 'disconnect', args: [] }, { word: 'ask', id: 'x', service: 'sendMessage' }]) channel.postMessage(junk);
    await bobsHear(alice, bobs, 'hello');
    for (const { client } of bobs) await client.sendMessage('alice', 'hello');
    channel.close();
  });

  it('leaves nothing behind: no lock, no channel, no timer', async () => {
    let timers = 0;
    const count = (realm: Window & typeof globalThis): void => {
      const { setTimeout: set, clearTimeout: clear } = realm;
      const pending = new Set<unknown>();
      const note = (): void => void (timers = [...counters].reduce((sum, one) => sum + one.size, 0));
      counters.add(pending);
      Object.assign(realm, {
        setTimeout: (run: () => void, ms?: number) => {
          const id = set(() => (pending.delete(id), note(), run()), ms);
          pending.add(id);
          note();
          return id;
        },
        clearTimeout: (id: number) => (pending.delete(id), note(), clear(id)),
      });
    };
    const counters = new Set<Set<unknown>>();
    const tabs = await several(3, () => browser.open('bob', { prepare: count }));
    await Promise.all(tabs.map(({ client }) => client.connect()));
    browser.service.holds = 'bob';
    const unsent = rejection(tabs.find(({ client }) => !client.isOwner)!.client.sendMessage('bob', 'note to myself'));
    expect(timers, 'waits for an answer').to.be.greaterThan(0);
    await Promise.all(tabs.map(({ client }) => client.disconnect()));
    await unsent;
    expect(timers).to.equal(0);
    await browser.locksBecome({ held: 0, pending: 0 });
    expect(browser.service.tabOf('bob')).to.equal(undefined);
    // Whoever still had a channel would answer.
    const late = await browser.open('bob');
    await late.client.connect();
    expect(late.client.isOwner).to.equal(true);
  });

  it('a disconnect that overtakes connect leaves nothing behind either', async () => {
    const tab = await browser.open('bob');
    const connecting = rejection(tab.client.connect());
    await tab.client.disconnect();
    expect(await connecting).to.have.property('code', 'signalNotReady');
    await browser.locksBecome({ held: 0, pending: 0 });
    await tab.client.connect();
  });
});

describe('without locks', () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
  });
  afterEach(() => browser.close());

  for (const missing of ['locks', 'BroadcastChannel'] as const) {
    it(`each tab is by itself where ${missing} is missing, and the log says so`, async () => {
      const tab = await browser.open('bob', {
        prepare(realm) {
          if (missing === 'locks') Object.defineProperty(realm.navigator, 'locks', { value: undefined });
          else Object.defineProperty(realm, 'BroadcastChannel', { value: undefined });
        },
      });
      await tab.client.connect();
      expect(browser.service.tabOf('bob')).to.equal(tab.name);
      expect(tab.logs.join()).to.match(/^warning: .*https/);
    });
  }

  it('each tab is by itself where the browser refuses them, and the log says so', async () => {
    const refuse = (realm: Window & typeof globalThis): unknown => Object.defineProperty(realm.navigator.locks, 'request', { value: () => Promise.reject(new realm.DOMException('no', 'SecurityError')) });
    const tab = await browser.open('bob', { prepare: refuse });
    await tab.client.connect();
    expect(browser.service.tabOf('bob')).to.equal(tab.name);
    expect(tab.client.mayWarm()).to.equal(true);
    expect(tab.logs.join()).to.match(/warning: .*SecurityError/);
    await tab.client.disconnect();
    expect(browser.service.tabOf('bob')).to.equal(undefined);
  });
});
