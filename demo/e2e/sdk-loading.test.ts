import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openPhone, openPhoneAnyway, over } from './harness.ts';
import { connect } from './phone.ts';
import { AGORA, EASEMOB, LOCAL } from './transports.ts';

/** Texts that only these SDKs have in them, whatever a bundler makes of the rest. */
const MARKS = { rtm: 'RtmUnauthenticatedError', rtc: '__TRACK_LIST__', easemob: 'rs.easemob.com' } as const;

/** Notes which SDK each script carries that the page loads. */
function watchScripts(page: Page): () => Promise<string[][]> {
  const scripts: Promise<string[]>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.push(response.text().then((code) => Object.entries(MARKS).flatMap(([sdk, mark]) => (code.includes(mark) ? [sdk] : []))));
  });
  return async () => (await Promise.all(scripts)).filter((sdks) => sdks.length > 0);
}

/** What the adapters say, when their SDK does not come; so it is in their own script. */
const ADAPTERS = { rtm: 'The SDK of Agora RTM could', easemob: 'The SDK of Easemob could' } as const;
const HOSTS = { rtm: /\.(agora\.io|sd-rtn\.com)$/, easemob: /\.easemob\.com$|\.chat\.agora\.io$/ } as const;

/** Everything that a page asks for, by whose it is. */
function watchEverything(page: Page): () => Promise<Record<'rtm' | 'easemob', string[]>> {
  const asked: Promise<{ url: URL; code: string }>[] = [];
  page.on('websocket', (socket) => asked.push(Promise.resolve({ url: new URL(socket.url()), code: '' })));
  page.on('response', (response) => {
    const isScript = response.request().resourceType() === 'script';
    asked.push((isScript ? response.text() : Promise.resolve('')).then((code) => ({ url: new URL(response.url()), code })));
  });
  return async () => {
    const all = await Promise.all(asked);
    const of = (name: 'rtm' | 'easemob'): string[] => all.filter(({ url, code }) => HOSTS[name].test(url.hostname) || code.includes(MARKS[name]) || code.includes(ADAPTERS[name])).map(({ url }) => url.href);
    return { rtm: of('rtm'), easemob: of('easemob') };
  };
}

async function openWatched(options: { user: string; to: string; [attribute: string]: string }) {
  let loaded!: () => Promise<string[][]>;
  const phone = await openPhoneAnyway(options, async (page) => void (loaded = watchScripts(page)));
  return { phone, loaded };
}

describe('what is loaded of the SDKs', () => {
  over([LOCAL], () => {
    it('nothing, in a call that needs none', async () => {
      const { phone: alice, loaded } = await openWatched({ user: 'alice', to: 'bob' });
      await alice.until('prepared');
      await connect(alice, await openPhone({ user: 'bob', to: 'alice' }));
      expect(await loaded()).to.deep.equal([]);
    });
  });

  for (const [one, other] of [['easemob', 'rtm'], ['rtm', 'easemob']] as const) {
    over([{ signal: one, media: 'webrtc' }], () => {
      it(`nothing of ${other}, from anywhere`, async () => {
        let fetched!: ReturnType<typeof watchEverything>;
        const alice = await openPhone({ user: 'alice', to: 'bob' }, async (page) => void (fetched = watchEverything(page)));
        await connect(alice, await openPhone({ user: 'bob', to: 'alice' }));
        const { [one]: own, [other]: foreign } = await fetched();
        expect(foreign).to.deep.equal([]);
        // The adapter, its SDK, and a socket at least.
        expect(own).to.have.length.above(2);
      });
    });
  }

  over([EASEMOB], () => {
    it('Easemob alone, in a call whose media is WebRTC', async () => {
      const { phone: alice, loaded } = await openWatched({ user: 'alice', to: 'bob' });
      await alice.until('prepared');
      await connect(alice, await openPhone({ user: 'bob', to: 'alice' }));
      expect(await loaded()).to.deep.equal([['easemob']]);
    });
  });

  over([{ signal: 'rtm', media: 'webrtc' }], () => {
    it('RTM alone, in a call whose media is WebRTC', async () => {
      const { phone: alice, loaded } = await openWatched({ user: 'alice', to: 'bob' });
      await alice.until('prepared');
      await connect(alice, await openPhone({ user: 'bob', to: 'alice' }));
      expect(await loaded()).to.deep.equal([['rtm']]);
    });
  });

  over([AGORA], () => {
    it('nothing before somebody signs in', async () => {
      const { phone, loaded } = await openWatched({ user: '', to: 'bob' });
      await phone.page.waitForLoadState('networkidle');
      expect(await loaded()).to.deep.equal([]);
    });

    it('RTM alone to sign in, and RTC with the first dial or ring, in a script of its own', async () => {
      const { phone: alice, loaded } = await openWatched({ user: 'alice', to: 'bob' });
      await alice.until('prepared');
      expect(await loaded()).to.deep.equal([['rtm']]);
      const bob = await openWatched({ user: 'bob', to: 'alice' });
      await bob.phone.until('prepared');
      await connect(alice, bob.phone);
      expect(await loaded()).to.deep.equal([['rtm'], ['rtc']]);
      expect(await bob.loaded()).to.deep.equal([['rtm'], ['rtc']]);
    });

    it('RTC at idle, when the page wants it so', async () => {
      const { phone, loaded } = await openWatched({ user: 'alice', to: 'bob', preload: 'idle' });
      await phone.until('prepared');
      await phone.page.waitForLoadState('networkidle');
      expect((await loaded()).flat().toSorted()).to.deep.equal(['rtc', 'rtm']);
    });
  });
});
