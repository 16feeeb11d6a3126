import { expect } from 'chai';
import { bothEnd, nobodyComplains, openPair, openPhone, openPhoneAnyway, overEach } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';

const RESUME = { resume: 'true' };
const BUSY = 60_000;

declare global {
  interface Window {
    /** What this tab kept of its call, as the page found it. */
    kept: [key: string, value: string][];
    /** What media went through, as the page was told. */
    phases: (string | undefined)[];
  }
}

const callId = ({ page }: Phone): Promise<string | undefined> => page.evaluate(() => window.demo.provider.client?.getCallId());
const asked = ({ page }: Phone): Promise<object[]> => page.evaluate(() => window.probe.requests);
const seeAndHear = (...phones: Phone[]): Promise<unknown> => Promise.all(phones.flatMap((phone) => [phone.seesPeer(), phone.hearsPeer()]));

async function watchMedia({ page }: Phone): Promise<void> {
  await page.evaluate(() => {
    window.phases = [];
    const client = window.demo.provider.client!;
    client.subscribe(() => window.phases.push(client.getState().call?.media?.phase));
  });
}
const hasWaited = ({ page }: Phone): Promise<boolean> => page.evaluate(() => window.phases.includes('reconnecting'));
const showsReconnecting = ({ page }: Phone): Promise<void> => page.locator('.badge', { hasText: 'Reconnecting' }).waitFor();

/** Reloads a page, whose scripts come once its peer shows that it waits, or what else they shall come after. */
async function reload({ page }: Phone, peer: Phone, after = showsReconnecting(peer)): Promise<void> {
  await page.route('**/assets/*.js', async (route) => {
    await after;
    await route.continue();
  });
  await page.reload();
  await page.unrouteAll({ behavior: 'wait' });
}

/** The same call, for both, and for the peer it has never been another. */
async function goesOn(page: Phone, peer: Phone, id: string | undefined): Promise<void> {
  await page.until('connected');
  expect(await Promise.all([callId(page), callId(peer)])).to.deep.equal([id, id]);
  expect((await peer.reasons()).at(-1), 'for the peer nothing has changed').to.match(/^connected/);
}

overEach(() => {
  describe('a page that is reloaded in a call', function () {
    this.timeout(3 * BUSY);

    for (const reloads of ['caller', 'callee'] as const) {
      it(`goes on with it, and the peer shows that it reconnects meanwhile (the ${reloads})`, async () => {
        const [alice, bob] = await openPair(RESUME);
        await connect(alice, bob);
        const [page, peer] = reloads === 'caller' ? [alice, bob] : [bob, alice];
        const [id, before, devices] = [await callId(page), await peer.reasons(), await asked(peer)];
        await reload(page, peer);
        await goesOn(page, peer, id);
        await seeAndHear(alice, bob);
        await peer.page.locator('.badge', { hasText: 'Reconnecting' }).waitFor({ state: 'detached' });
        expect(await asked(page)).to.deep.equal([{ audio: true, video: true }]);
        expect(await asked(peer), "the peer's devices stay open").to.deep.equal(devices);
        expect(await peer.reasons(), 'one call').to.deep.equal(before);

        await peer.press('Hang up');
        await bothEnd([peer, 'localHangup'], [page, 'remoteHangup']);
        nobodyComplains(alice, bob);
      });
    }

    it('again and again', async () => {
      const [alice, bob] = await openPair(RESUME);
      await connect(alice, bob);
      const id = await callId(alice);
      for (const [page, peer] of [[alice, bob], [bob, alice], [alice, bob]] as const) {
        await reload(page, peer);
        await goesOn(page, peer, id);
        await seeAndHear(alice, bob);
      }
    });

    it('with its peer: both are back in the same call', async () => {
      const [alice, bob] = await openPair(RESUME);
      await connect(alice, bob);
      const id = await callId(alice);
      await Promise.all([alice.page.reload(), bob.page.reload()]);
      await Promise.all([alice.until('connected'), bob.until('connected')]);
      expect(await Promise.all([callId(alice), callId(bob)])).to.deep.equal([id, id]);
      await seeAndHear(alice, bob);
    });

    it('has its microphone muted and its camera off, as before: neither is opened, until somebody wants it', async () => {
      const [alice, bob] = await openPair(RESUME);
      await connect(alice, bob);
      const id = await callId(alice);
      await alice.press('Mute microphone');
      await alice.press('Turn camera off');
      await bob.eventually('word of both', () => {
        const remote = window.demo.provider.client?.getState().call?.remote;
        return remote?.microphone === false && !remote.camera;
      }, undefined);
      await reload(alice, bob);
      await goesOn(alice, bob, id);
      await seeAndHear(alice);
      expect(await asked(alice)).to.deep.equal([]);
      expect(await bob.page.evaluate(() => window.demo.provider.client!.getState().call!.remote)).to.deep.equal({ microphone: false, camera: false });

      await alice.press('Turn camera off');
      await bob.seesPeer();
      await alice.press('Mute microphone');
      await bob.hearsPeer();
    });

    it('is muted, as before: the peer sees, and hears nothing', async () => {
      const [alice, bob] = await openPair(RESUME);
      await connect(alice, bob);
      const id = await callId(bob);
      await bob.press('Mute microphone');
      await alice.eventually('word of the mute', () => window.demo.provider.client?.getState().call?.remote.microphone === false, undefined);
      await reload(bob, alice);
      await goesOn(bob, alice, id);
      await alice.seesPeer();
      expect(await bob.page.evaluate(() => window.probe.liveTracks('audio'))).to.equal(0);
      expect(await alice.page.evaluate(() => window.probe.stat('inbound-rtp', 'audio', 'totalAudioEnergy')), 'heard since').to.equal(0);
      await bob.press('Mute microphone');
      await alice.hearsPeer();
    });

    it('without a permission that lasts: nobody is asked, and it goes on with what the peer sends', async () => {
      const prompts = (page: Phone['page']): Promise<unknown> => page.addInitScript(() => (Permissions.prototype.query = async () => ({ state: 'prompt' }) as PermissionStatus));
      const [alice, bob] = [await openPhone({ user: 'alice', to: 'bob', ...RESUME }, prompts), await openPhone({ user: 'bob', to: 'alice', ...RESUME })];
      await connect(alice, bob);
      const id = await callId(alice);
      await reload(alice, bob);
      await goesOn(alice, bob, id);
      await seeAndHear(alice);
      expect(await asked(alice)).to.deep.equal([]);
      await alice.press('Turn camera off');
      await bob.seesPeer();
    });

    it('is the only one that takes it up, also when the tab was doubled meanwhile', async () => {
      const [alice, bob] = await openPair(RESUME);
      await alice.page.addInitScript(() => (window.kept = Object.entries(sessionStorage)));
      await connect(alice, bob);
      const id = await callId(alice);
      await reload(alice, bob);
      const kept = await alice.page.evaluate(() => window.kept);
      expect(JSON.stringify(kept)).to.contain(id);
      const doubled = await openPhoneAnyway({ user: 'alice', to: 'bob', ...RESUME }, (page) =>
        page.addInitScript((entries) => entries.forEach(([key, value]) => sessionStorage.setItem(key, value)), kept),
      );
      await goesOn(alice, bob, id);
      await doubled.untilReady();
      await doubled.until('prepared');
      await seeAndHear(alice, bob);
      expect(await asked(doubled), 'devices that the other tab opened').to.deep.equal([]);
      expect(await doubled.page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('call-elements.call')))).to.deep.equal([]);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
    });

    it('next to another tab of the user, which has nothing to do with it', async () => {
      const [alice, other, bob] = [await openPhone({ user: 'alice', to: 'bob', ...RESUME }), await openPhone({ user: 'alice', to: 'bob', ...RESUME }), await openPhone({ user: 'bob', to: 'alice', ...RESUME })];
      await connect(alice, bob);
      const id = await callId(alice);
      await reload(alice, bob);
      await goesOn(alice, bob, id);
      await seeAndHear(alice, bob);
      await bob.press('Hang up');
      await bothEnd([alice, 'remoteHangup'], [bob, 'localHangup']);
      expect((await other.reasons()).filter((entry) => !/^(idle|prepared)/.test(entry))).to.deep.equal([]);
    });
  });

  describe('a page that leaves a call', () => {
    it('and does not come back: the peer waits, and then it is a hang-up', async () => {
      const [alice, bob] = await openPair(RESUME);
      await connect(alice, bob);
      await alice.page.goto('about:blank');
      await showsReconnecting(bob);
      expect(await bob.page.evaluate(() => window.probe.state())).to.equal('connected');
      await bob.untilEnded('remoteHangup');
      await bob.isClean({ unheard: true });
    });

    it('comes back when it is over: it is over here as well', async () => {
      const [alice, bob] = await openPair(RESUME);
      await connect(alice, bob);
      await reload(alice, bob, bob.untilEnded('remoteHangup'));
      await alice.untilReady();
      await connect(alice, bob);
      expect((await alice.reasons()).filter((entry) => entry.startsWith('connecting/')), 'the new call alone').to.have.length(1);
    });

    for (const [whose, first, second] of [['nobody has', {}, {}], ['only the peer has', {}, RESUME]] as const) {
      it(`without \`resume\` (${whose} it): it ends at once`, async () => {
        const [alice, bob] = [await openPhone({ user: 'alice', to: 'bob', ...first }), await openPhone({ user: 'bob', to: 'alice', ...second })];
        await connect(alice, bob);
        await watchMedia(bob);
        await alice.page.reload();
        await bob.untilEnded('remoteHangup');
        expect(await hasWaited(bob)).to.equal(false);
        await alice.until('prepared');
        await bob.isClean();
      });
    }
  });
});
