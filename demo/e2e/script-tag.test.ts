import { expect } from 'chai';
import { agora, bothEnd, easemob, nobodyComplains, openAnyWindow, openPage, servePage, stageUrl } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';

const TAG = '<script type="module" src="call-elements.js"></script>';
const OTHER = TAG.replace('.js', '.js?again');

const pageOf = (user: string, to: string, tags: readonly string[]): string =>
  `<!doctype html>${tags.join('')}<call-provider user-id="${user}"><call-panel user-id="${to}"></call-panel></call-provider>`;

describe('the script-tag bundle, twice on a page', () => {
  for (const [addresses, tags] of [
    ['of the same address', [TAG, TAG]],
    ['of two addresses', [TAG, OTHER]],
    // What it loads for a call then comes from the other copy.
    ['of two addresses, the odd one first', [OTHER, TAG]],
  ] as const) {
    it(`${addresses}: calls work`, async () => {
      await Promise.all([servePage('/alice.html', pageOf('alice', 'bob', tags)), servePage('/bob.html', pageOf('bob', 'alice', tags))]);
      const [alice, bob] = await Promise.all([openPage('alice', '/alice.html'), openPage('bob', '/bob.html')]);
      await connect(alice, bob);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      nobodyComplains(alice, bob);
    });
  }
});

interface Settings {
  readonly attributes: Readonly<Record<string, string>>;
  readonly tokens: object;
}

/** Before it is upgraded, as in the page's own HTML. A page that a test serves is not let through to this machine's services. */
function configure({ attributes, tokens }: Settings): void {
  new MutationObserver((_, observer) => {
    const provider = document.querySelector<HTMLElement & { fetchTokens?: () => object }>('call-provider');
    if (!provider) return;
    observer.disconnect();
    for (const [name, value] of Object.entries(attributes)) provider.setAttribute(name, value);
    provider.fetchTokens = () => tokens;
  }).observe(document, { childList: true, subtree: true });
}

describe('the script-tag bundle, over', () => {
  const files = (): string[] => performance.getEntriesByType('resource').map(({ name }) => name.replace(/.*\//, '')).filter((name) => name.startsWith('call-elements-'));

  async function open(user: string, to: string, signal: string): Promise<Phone> {
    const { appId, appKey, tokens } = agora();
    const phone = await openAnyWindow(user);
    const settings = { attributes: { signal, 'app-id': appId, 'app-key': appKey }, tokens: { rtmToken: tokens.rtm(user), easemobToken: easemob().tokenFor(user) } };
    await phone.page.addInitScript(configure, settings);
    await phone.page.goto(`${stageUrl()}/script-tag.html?user=${user}&to=${to}`);
    await phone.until('prepared');
    await phone.page.evaluate(() => window.probe.start());
    return phone;
  }

  for (const [signal, sdk] of [['easemob', 'call-elements-easemob.js'], ['rtm', 'call-elements-agora-rtm.js']] as const) {
    it(`${signal}: calls work, and its SDK is a file of its own`, async () => {
      const [alice, bob] = await Promise.all([open('alice', 'bob', signal), open('bob', 'alice', signal)]);
      await connect(alice, bob);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      const loaded = await alice.page.evaluate(files);
      expect(loaded.filter((name) => /agora|easemob|rtm/.test(name))).to.have.members([`call-elements-signal-${signal}.js`, sdk]);
      nobodyComplains(alice, bob);
    });
  }
});
