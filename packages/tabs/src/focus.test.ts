import { expect } from 'chai';
import { createLocalSignal } from '@call-elements/signal-local';
import { shareTabs } from './index.ts';
import { Browser } from './testing/browser.ts';
import type { Tab } from './testing/browser.ts';

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve));
};
const lookAt = ({ realm }: Tab): void => void realm.dispatchEvent(new realm.Event('focus'));

describe('who negotiates before a call is answered', () => {
  let browser: Browser;
  let tabs: Tab[];
  beforeEach(async () => {
    browser = new Browser();
    tabs = [await browser.online('bob'), await browser.online('bob'), await browser.online('bob')];
  });
  afterEach(() => browser.close());

  const warm = (): string[] => tabs.filter(({ client }) => client.mayWarm()).map(({ name }) => name);

  it('the tab that was looked at last, and no other', async () => {
    for (const tab of [tabs[2]!, tabs[0]!, tabs[1]!, tabs[1]!, tabs[2]!]) {
      lookAt(tab);
      await until(() => tab.client.mayWarm());
      expect(warm()).to.deep.equal([tab.name]);
    }
  });

  it('another one when it is gone', async () => {
    const [first, second, third] = tabs as [Tab, Tab, Tab];
    lookAt(first);
    await until(() => first.client.mayWarm());
    browser.crash(first);
    await until(() => second.client.mayWarm() || third.client.mayWarm());
    expect(warm().filter((name) => name !== first.name)).to.have.length(1);
  });

  it('nobody, when the service knows of another device', async () => {
    lookAt(tabs[2]!);
    await until(() => tabs[2]!.client.mayWarm());
    const alice = await browser.online('alice');
    browser.service.clientOf('bob').warm = false;
    await alice.client.sendMessage('bob', 'a call');
    await Promise.all(tabs.map(({ witness }) => witness.until(() => witness.messages.length === 1)));
    expect(warm()).to.deep.equal([]);
  });

  it('also where each tab has a connection of its own', async () => {
    const before = await browser.locks();
    const app = browser.serviceName;
    const clients = [1, 2].map(() => shareTabs(createLocalSignal({ userId: 'bob', app }), { service: 'local', app }));
    for (const client of clients) await client.connect();
    expect(clients[0]!.device, 'each its own').not.to.equal(clients[1]!.device);
    await until(() => clients.filter((client) => client.mayWarm!()).length === 1);
    await clients.find((client) => client.mayWarm!())!.disconnect();
    await until(() => clients.filter((client) => client.mayWarm!()).length === 1);
    for (const client of clients) await client.disconnect();
    await browser.locksBecome(before);
  });
});
