import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect, Phone } from '../../demo/e2e/phone.ts';
import { openStage, pageScript, serve } from '../../demo/e2e/stage.ts';
import type { Stage } from '../../demo/e2e/stage.ts';
import { appFolder } from './customer.ts';
import { npm } from './execute.ts';
import { root } from './published.ts';

async function openPhone(stage: Stage, user: string, to: string): Promise<Phone> {
  const phone = new Phone(await stage.openWindow(), user);
  await phone.page.addInitScript({ content: await pageScript('any-page.ts') });
  await phone.page.goto(`${stage.url}/?${new URLSearchParams({ user, to })}`);
  await phone.until('prepared');
  return phone;
}

/** The app itself heard of it, by an event. */
const shows = (phone: Phone, words: string): Promise<void> =>
  phone.eventually(`"${words}" on the page`, (text) => document.querySelector('output')!.textContent === text, words);

for (const app of readdirSync(join(root, 'apps'))) {
  describe(`the ${app} app`, () => {
    let stage: Stage | undefined;
    after(() => stage?.close());

    it('is typed, and refused what is wrong', () => npm(['run', 'typecheck'], appFolder(app)));

    it('holds a video call, as built', async () => {
      await npm(['run', 'build'], appFolder(app));
      stage = await openStage(() => serve({ root: appFolder(app), configFile: false }));
      const alice = await openPhone(stage, 'alice', 'bob');
      const bob = await openPhone(stage, 'bob', 'alice');

      await connect(alice, bob, 'Call');
      await Promise.all([shows(alice, 'Called by alice'), shows(bob, 'Called by alice')]);

      await alice.press('Hang up');
      await Promise.all([alice.untilEnded('localHangup'), bob.untilEnded('remoteHangup')]);
      await Promise.all([alice.isClean(), bob.isClean()]);
      await Promise.all([shows(alice, 'Ended by alice'), shows(bob, 'Ended by alice')]);
      expect([...alice.complaints, ...bob.complaints]).to.deep.equal([]);
    });
  });
}
