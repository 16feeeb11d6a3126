import { expect } from 'chai';
import { Browser } from './testing/browser.ts';
import type { Tab } from './testing/browser.ts';

describe('tabs that stand still', () => {
  let browser: Browser;
  let tabs: [Tab, Tab, Tab];
  let alice: Tab;
  beforeEach(async () => {
    browser = new Browser();
    alice = await browser.online('alice');
    tabs = [await browser.online('bob'), await browser.online('bob'), await browser.online('bob')];
    expect(tabs[0].client.isOwner).to.equal(true);
  });
  afterEach(() => browser.close());

  const persisted = (realm: Tab['realm'], type: string): void => void realm.dispatchEvent(new realm.PageTransitionEvent(type, { persisted: true }));
  const ways: [string, (realm: Tab['realm']) => void, (realm: Tab['realm']) => void][] = [
    ['is frozen', (realm) => realm.document.dispatchEvent(new realm.Event('freeze')), (realm) => realm.document.dispatchEvent(new realm.Event('resume'))],
    ['is kept for the back button', (realm) => persisted(realm, 'pagehide'), (realm) => persisted(realm, 'pageshow')],
  ];
  for (const [name, freeze, resume] of ways) {
    it(`one that ${name} gives the connection up first, and is one of them again afterwards`, async () => {
      const [owner, second, third] = tabs;
      freeze(owner.realm);
      expect(owner.client.state).to.equal('reconnecting');
      expect(browser.service.tabOf('bob'), 'logged out in this turn').to.equal(undefined);
      await second.witness.until(() => second.witness.states.join().endsWith('reconnecting,online'));
      expect(browser.service.tabOf('bob')).to.equal(second.name);
      resume(owner.realm);
      await owner.witness.untilState('online');
      expect([owner, second, third].map(({ client }) => client.isOwner)).to.deep.equal([false, true, false]);
      await alice.client.sendMessage('bob', 'all here');
      for (const { witness } of tabs) await witness.until(() => witness.messages.length === 1);
      expect(browser.service.thrownOut).to.deep.equal([]);
    });

    it(`one that ${name} in the line is passed over`, async () => {
      const [owner, second, third] = tabs;
      freeze(second.realm);
      browser.crash(owner);
      await third.witness.until(() => third.client.isOwner && third.client.state === 'online');
      expect(second.client.state).to.equal('reconnecting');
    });

    it(`one that ${name} before it was connected is connected afterwards`, async () => {
      const late = await browser.open('bob');
      const connected = late.client.connect();
      freeze(late.realm);
      resume(late.realm);
      await connected;
    });
  }

  /** As a page that stands still and was not told before: its lock is held, and it answers nobody. */
  async function muteOwner(): Promise<{ name: string; release(): void }> {
    const { held = [] } = await navigator.locks.query();
    const name = held.map((lock) => lock.name!).find((lock) => lock.includes(browser.serviceName) && lock.includes('"bob"') && !lock.endsWith('focus'))!;
    let release!: () => void;
    await new Promise<void>((done) => void navigator.locks.request(name, { steal: true }, () => (done(), new Promise<void>((end) => (release = end)))).catch(() => {}));
    return { name, release };
  }

  it('one that holds the connection and answers nobody has it taken away', async () => {
    await muteOwner();
    // The former owner has lost it to one that says nothing.
    await tabs[0].witness.untilState('reconnecting');
    const isOwned = (): boolean => tabs.some(({ client }) => client.isOwner && client.state === 'online');
    await Promise.race(tabs.map(({ witness }) => witness.until(isOwned)));
    await Promise.all(tabs.map(({ client, witness }) => witness.until(() => client.state === 'online')));
    expect(tabs.filter(({ client }) => client.isOwner)).to.have.length(1);
  });

  it('a new tab does not wait for one that answers nobody', async () => {
    for (const tab of tabs) await tab.client.disconnect();
    const name = `call-elements tabs ${JSON.stringify([browser.serviceName, undefined, undefined, undefined, undefined, 'bob'])}`;
    let release!: () => void;
    await new Promise<void>((done) => void navigator.locks.request(name, () => (done(), new Promise<void>((end) => (release = end)))).catch(() => {}));
    const late = await browser.online('bob');
    expect(late.client.isOwner).to.equal(true);
    release();
  });

  it('one that was taken the connection away while it stood still is one of the others, and no news of its former connection counts', async () => {
    const [former] = tabs;
    const { release } = await muteOwner();
    await former.witness.untilState('reconnecting');
    release();
    await Promise.all(tabs.map(({ client, witness }) => witness.until(() => client.state === 'online')));
    expect(tabs.filter(({ client }) => client.isOwner)).to.have.length(1);
    for (const { witness } of tabs) expect(witness.states.join()).not.to.contain('failed');
  });

  it('being thrown out by the tab that took the connection away is no failure', async () => {
    const [former] = tabs;
    const connection = browser.service.clientOf('bob');
    const { release } = await muteOwner();
    // Both pieces of news may come in this order.
    connection.fail(Object.assign(new former.realm.Error('thrown out'), { code: 'signedInElsewhere', certain: false }) as never);
    release();
    await Promise.all(tabs.map(({ client, witness }) => witness.until(() => client.state === 'online')));
    for (const { witness } of tabs) expect(witness.states.join()).not.to.contain('failed');
  });
});
