import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createServer } from 'vite';
import type { ViteDevServer } from 'vite';
import { bothEnd, nobodyComplains, openPages } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';

/** What the framework wrote into the page. */
async function shows({ page }: Phone, id: string, text: string): Promise<void> {
  await page.locator(`#${id}`).filter({ hasText: new RegExp(`^${text}$`) }).waitFor();
}

// As `npm start` serves them: only then do React and Vue complain about misuse, and StrictMode runs effects twice.
describe('pages of frameworks', () => {
  let server: ViteDevServer;
  before(async () => {
    const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url));
    // The build of the stage has set it to "production" for the whole process.
    process.env['NODE_ENV'] = 'development';
    // Nothing reloads a page in the middle of a call.
    server = await createServer({ configFile, logLevel: 'warn', server: { port: 0, host: '127.0.0.1', watch: { ignored: ['**'] } } });
    await server.listen();
  });
  after(async () => {
    delete process.env['NODE_ENV'];
    await server.close();
  });
  const open = (page: string): Promise<[Phone, Phone]> => openPages(`${server.resolvedUrls!.local[0]}${page}.html`);

  it('script-tag.html holds a call', async () => {
    const [alice, bob] = await open('script-tag');
    await connect(alice, bob);
    await Promise.all([alice.hearsPeer(), bob.hearsPeer()]);
    await bob.press('Hang up');
    await bothEnd([alice, 'remoteHangup'], [bob, 'localHangup']);
    nobodyComplains(alice, bob);
  });

  for (const page of ['vue', 'react']) {
    describe(`${page}.html`, () => {
      it('holds a call, and shows what the snapshot says', async () => {
        const [alice, bob] = await open(page);
        await Promise.all([shows(alice, 'state', 'prepared'), shows(alice, 'microphone', 'off')]);
        await connect(alice, bob);
        await Promise.all([alice.hearsPeer(), bob.hearsPeer()]);
        await Promise.all([shows(alice, 'state', 'connected'), shows(bob, 'state', 'connected'), shows(alice, 'microphone', 'on')]);
        await alice.press('Mute microphone');
        await shows(alice, 'microphone', 'off');
        await alice.press('Hang up');
        await Promise.all([shows(alice, 'state', 'prepared'), shows(bob, 'state', 'prepared')]);
        await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
        nobodyComplains(alice, bob);
      });

      it('refuses calls while the switch says so', async () => {
        const [alice, bob] = await open(page);
        await bob.page.getByLabel('Refuse calls').check();
        await alice.press('Video call');
        await alice.untilEnded('remoteCallBusy');
        await shows(bob, 'refused', 'Refused: Alice');
        expect(await bob.reasons(), 'what bob went through').to.deep.equal(['prepared/none']);
        await alice.isClean();

        await bob.page.getByLabel('Refuse calls').uncheck();
        await alice.press('Call again');
        await bob.until('calling');
        nobodyComplains(alice, bob);
      });

      it('ends the call when it unmounts, and rings again when it mounts', async () => {
        const [alice, bob] = await open(page);
        await connect(alice, bob);
        await alice.page.getByLabel('Signed in').uncheck();
        await bob.untilEnded('remoteHangup');
        await Promise.all([alice.isClean(), bob.isClean()]);
        expect(await alice.page.locator('call-provider').count()).to.equal(0);

        await alice.page.getByLabel('Signed in').check();
        await alice.until('prepared');
        await connect(bob, alice, 'Call again');
        await alice.press('Hang up');
        await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
        nobodyComplains(alice, bob);
      });
    });
  }
});
