import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { preview } from 'vite';
import type { PreviewServer } from 'vite';
import { bothEnd, nobodyComplains, openPages } from './harness.ts';
import { connect } from './phone.ts';

const STRICT = "default-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";

function underPolicy(policy: string, tests: (address: (page: string) => string) => void): void {
  describe(`under the policy ${policy}`, () => {
    let server: PreviewServer;
    before(async () => {
      const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url));
      server = await preview({ configFile, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1', headers: { 'Content-Security-Policy': policy } } });
    });
    after(() => server.close());
    tests((page) => `${server.resolvedUrls!.local[0]}${page}.html`);
  });
}

async function holdsCall(address: string): Promise<void> {
  const [alice, bob] = await openPages(address);
  await connect(alice, bob);
  await Promise.all([alice.hearsPeer(), bob.hearsPeer()]);
  await alice.press('Hang up');
  await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
  nobodyComplains(alice, bob);
  for (const phone of [alice, bob]) expect(await phone.page.evaluate(() => window.violations)).to.deep.equal([]);
}

underPolicy(STRICT, (address) => {
  for (const page of ['phone', 'script-tag', 'react']) it(`${page}.html holds a call`, () => holdsCall(address(page)));

  it('shows the picture of a user', async () => {
    const [alice] = await openPages(address('script-tag'));
    const picture = alice.page.locator('call-panel call-avatar img').first();
    await picture.waitFor();
    await picture.evaluate((image: HTMLImageElement) => image.decode());
    nobodyComplains(alice);
  });
});

// Vue makes its templates by a policy of its own.
underPolicy(`${STRICT} vue`, (address) => {
  it('vue.html holds a call', () => holdsCall(address('vue')));
});
