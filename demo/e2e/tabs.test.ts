import { expect } from 'chai';
import type { Route } from 'playwright-core';
import { agora, bothEnd, easemob, openPhone, over } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';
import { AGORA, EASEMOB, LOCAL } from './transports.ts';

const PATIENCE = 30_000;
/** Nobody shall have to answer within some seconds on a busy machine. */
const RING = { 'call-timeout': '60000' };

type Tabs = [Phone, Phone, Phone];

/** Sockets that a page opened for signing in: nothing else has opened any before the first call. */
const sockets = new WeakMap<Phone, number>();

async function openTab(user: string, to: string): Promise<Phone> {
  let opened = 0;
  const tab = await openPhone({ user, to, tabs: 'shared', ...RING }, async (page) => void page.on('websocket', () => (opened += 1)));
  sockets.set(tab, opened);
  return tab;
}

/** Of one user, one after the other: the first has the connection, the last was looked at last. */
async function openTabs(user = 'bob', to = 'alice'): Promise<Tabs> {
  return [await openTab(user, to), await openTab(user, to), await openTab(user, to)];
}

const allRing = (tabs: readonly Phone[]): Promise<unknown> => Promise.all(tabs.map((tab) => tab.until('calling')));
const without = (tabs: readonly Phone[], gone: Phone): Phone[] => tabs.filter((tab) => tab !== gone);

async function hangUp(caller: Phone, callee: Phone, unheard = false): Promise<void> {
  await caller.press('Hang up');
  await bothEnd([caller, 'localHangup'], [callee, 'remoteHangup'], { unheard });
}

async function answer(alice: Phone, tab: Phone, others: readonly Phone[]): Promise<void> {
  await tab.press('Accept call');
  await Promise.all([alice, tab].map((phone) => phone.until('connected', PATIENCE)));
  await Promise.all([alice, tab].map((phone) => phone.seesPeer()));
  await Promise.all([alice, tab].map((phone) => phone.hearsPeer()));
  for (const other of others) {
    await other.untilEnded('answeredElsewhere');
    await other.isClean();
  }
}

async function nobodyWasThrownOut(tabs: readonly Phone[]): Promise<void> {
  for (const tab of tabs) {
    expect(await tab.errors()).to.deep.equal([]);
    await tab.untilSignal('online');
  }
}

/** Whether the page has opened media for the call that rings. */
const isWarm = ({ page }: Phone): Promise<boolean> => page.evaluate(() => window.demo.provider.client!.getState().call?.media !== undefined);
const lookAt = ({ page }: Phone): Promise<boolean> => page.evaluate(() => dispatchEvent(new Event('focus')));

/** Keeps a request of a page waiting. */
async function holdRequest({ page }: Phone, url: string): Promise<{ reached: Promise<void>; release(): Promise<void> }> {
  let reach!: () => void;
  let release!: () => void;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const wait = async (route: Route): Promise<void> => {
    reach();
    await released;
    await route.continue();
  };
  await page.route(url, wait);
  return {
    reached,
    async release() {
      release();
      await page.unroute(url, wait);
    },
  };
}

/** The browser freezes no page that can be seen, and here all can be. So this is what it says, and no more. */
const setFrozen = ({ page }: Phone, frozen: boolean): Promise<boolean> => page.evaluate((type) => document.dispatchEvent(new Event(type)), frozen ? 'freeze' : 'resume');

over([LOCAL, AGORA, EASEMOB], ({ signal, media }) => {
  describe('three tabs of the callee', function () {
    this.timeout(4 * PATIENCE);
    let alice: Phone;
    let tabs: Tabs;
    beforeEach(async () => {
      [alice, tabs] = await Promise.all([openPhone({ user: 'alice', to: 'bob', ...RING }), openTabs()]);
    });

    it('sign in once', async () => {
      const opened = tabs.map((tab) => sockets.get(tab)! > 0);
      expect(opened).to.deep.equal(signal === 'local' ? [false, false, false] : [true, false, false]);
      if (signal === 'rtm') expect(agora().rtm.users.filter((user) => user === 'bob')).to.have.length(1);
      if (signal === 'easemob') expect(easemob().devicesOf('bob')).to.have.length(1);
      await nobodyWasThrownOut(tabs);
    });

    for (const [name, index] of [['the one that has the connection', 0], ['another', 1], ['the one that was looked at last', 2]] as const) {
      it(`all ring; ${name} answers, and the others stop`, async () => {
        await alice.press('Video call');
        await allRing(tabs);
        const tab = tabs[index];
        await answer(alice, tab, without(tabs, tab));
        await hangUp(alice, tab);
        await nobodyWasThrownOut(tabs);
        await connect(tab, alice);
      });
    }

    it('only the one that was looked at last negotiates ahead', async () => {
      for (const tab of [tabs[2], tabs[0]]) {
        await lookAt(tab);
        await alice.press('Video call');
        await allRing(tabs);
        await tab.eventually('media', () => window.demo.provider.client!.getState().call?.media !== undefined, undefined);
        expect(await Promise.all(tabs.map(isWarm))).to.deep.equal(tabs.map((other) => other === tab));
        await alice.press('Cancel call');
        await alice.untilEnded('localCancelled');
        for (const each of tabs) await each.untilEnded('remoteCancelled');
      }
    });

    it('declining in one stops all', async () => {
      await alice.press('Video call');
      await allRing(tabs);
      await tabs[1].press('Decline call');
      await bothEnd([alice, 'remoteRejected'], [tabs[1], 'localRejected']);
      for (const tab of [tabs[0], tabs[2]]) await tab.untilEnded('answeredElsewhere');
    });

    for (const how of ['is closed', 'crashes'] as const) {
      it(`the one that has the connection ${how} while it rings, and another answers`, async () => {
        await alice.press('Video call');
        await allRing(tabs);
        const [owner, next, last] = tabs;
        if (how === 'crashes') await owner.crash();
        else await owner.page.close({ runBeforeUnload: false });
        await next.untilSignal('online', PATIENCE);
        await last.untilSignal('online', PATIENCE);
        expect(await alice.page.evaluate(() => window.probe.state())).to.equal('calling');
        await answer(alice, last, [next]);
        // Easemob tells nobody that a page crashed, nor does RTM when the next one signed in first: then it is told for as long as it could
        // ring that another one answered.
        await hangUp(alice, last, signal !== 'local' && how === 'crashes');
        await nobodyWasThrownOut([next, last]);
      });
    }

    it('the one that has the connection is closed in a call of another: it goes on, and the next call rings', async () => {
      const [owner, next, last] = tabs;
      await alice.press('Video call');
      await allRing(tabs);
      await answer(alice, last, [owner, next]);
      await owner.page.close({ runBeforeUnload: false });
      await Promise.all([next, last].map((tab) => tab.untilSignal('online', PATIENCE)));
      await Promise.all([alice, last].map((phone) => phone.seesPeer()));
      await hangUp(alice, last);
      await alice.press('Video call');
      await allRing([next, last]);
      await answer(alice, next, [last]);
    });

    // In a room of Agora a user is once: whoever enters last throws the other one out.
    if (media === 'agora') {
      it('the one that negotiates ahead is still on its way into the room when another answers, and gets in after that one', async () => {
        const [, next, last] = tabs;
        const onItsWay = await holdRequest(last, '**/api/v2/transpond/webrtc*');
        await alice.press('Video call');
        await allRing(tabs);
        await onItsWay.reached;
        await next.press('Accept call');
        // At once, as the one that is on its way gives up after ten seconds.
        const room = await alice.room();
        while (!agora().rtc.members(room).some(({ name }) => name === 'bob')) await new Promise((resolve) => setTimeout(resolve));
        await onItsWay.release();
        await last.untilEnded('answeredElsewhere');
        await last.isClean();
        await Promise.all([alice, next].map((phone) => phone.until('connected')));
        await Promise.all([alice, next].map((phone) => phone.seesPeer()));
        await Promise.all([alice, next].map((phone) => phone.hearsPeer()));
        await hangUp(alice, next);
      });
    }

    // Where each has its own connection, one that is frozen is just not there.
    if (signal !== 'local') {
      it('the one that has the connection is frozen: the others ring, and it is one of them again when it is not', async () => {
        const [owner, next, last] = tabs;
        const signsIn = next.page.waitForEvent('websocket', { timeout: PATIENCE });
        await setFrozen(owner, true);
        await signsIn;
        await next.untilSignal('online', PATIENCE);
        await alice.press('Video call');
        await allRing([next, last]);
        await answer(alice, next, [last]);
        expect(await owner.rings()).to.deep.equal([]);
        await hangUp(alice, next, true);
        await setFrozen(owner, false);
        await owner.untilSignal('online', PATIENCE);
        await alice.press('Call');
        await allRing([next, last]);
        await owner.until('calling');
      });
    }
  });

  describe('three tabs of the caller', function () {
    this.timeout(4 * PATIENCE);

    it('only the one that dialled is in the call', async () => {
      const [tabs, bob] = await Promise.all([openTabs('alice', 'bob'), openPhone({ user: 'bob', to: 'alice', ...RING })]);
      for (const tab of [tabs[1], tabs[0]]) {
        await connect(tab, bob);
        for (const other of without(tabs, tab)) expect(await other.page.evaluate(() => window.probe.state())).to.equal('prepared');
        await hangUp(tab, bob);
      }
      await nobodyWasThrownOut(tabs);
    });
  });
});

over([EASEMOB], () => {
  it('what Easemob kept while no tab was there rings in the first that comes, and another may have the next call', async function () {
    this.timeout(4 * PATIENCE);
    const alice = await openPhone({ user: 'alice', to: 'bob', 'send-push-if-offline': 'true', ...RING });
    const former = await openTab('bob', 'alice');
    await former.page.close({ runBeforeUnload: false });
    await alice.press('Video call');
    await alice.eventually('word that Bob is not there', () => window.demo.events.some(({ name }) => name === 'call-remote-offline'), undefined);
    const tabs = await openTabs();
    await tabs[0].until('calling', PATIENCE);
    await answer(alice, tabs[0], []);
    await hangUp(alice, tabs[0]);
    await alice.press('Video call');
    await allRing(tabs);
    await answer(alice, tabs[1], without(tabs, tabs[1]));
  });
});
