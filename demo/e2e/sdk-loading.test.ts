import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openPhone, openPhoneAnyway, over } from './harness.ts';
import { connect } from './phone.ts';
import { AGORA, LOCAL } from './transports.ts';

/** Texts that only these SDKs have in them, whatever a bundler makes of the rest. */
const MARKS = { rtm: 'RtmUnauthenticatedError', rtc: '__TRACK_LIST__' } as const;

/** Notes which SDK each script carries that the page loads. */
function watchScripts(page: Page): () => Promise<string[][]> {
  const scripts: Promise<string[]>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.push(response.text().then((code) => Object.entries(MARKS).flatMap(([sdk, mark]) => (code.includes(mark) ? [sdk] : []))));
  });
  return async () => (await Promise.all(scripts)).filter((sdks) => sdks.length > 0);
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
