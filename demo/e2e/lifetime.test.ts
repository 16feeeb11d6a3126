import { expect } from 'chai';
import { bothEnd, nobodyComplains, openPage, openPages, servePage } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';

const SCRIPT = '<!doctype html><script type="module" src="call-elements.js"></script>';
const pageOf = (user: string, to: string): string => `/script-tag.html?user=${user}&to=${to}`;

async function eachSeesAndHears(...phones: Phone[]): Promise<void> {
  await Promise.all(phones.flatMap((phone) => [phone.seesPeer(), phone.hearsPeer()]));
}

describe('a provider during a call', () => {
  let alice: Phone;
  let bob: Phone;
  beforeEach(async () => {
    [alice, bob] = await openPages('/script-tag.html');
    await connect(alice, bob);
  });

  it('is moved within the page: the call goes on, and is seen and heard', async () => {
    await alice.page.evaluate(() => {
      const place = document.body.appendChild(document.createElement('section'));
      place.append(document.querySelector('call-provider')!);
    });
    await eachSeesAndHears(alice, bob);
    nobodyComplains(alice, bob);
  });

  it('is taken out and put back within a task: the call goes on, and is seen and heard', async () => {
    await alice.page.evaluate(async () => {
      const provider = document.querySelector('call-provider')!;
      const place = provider.parentElement!;
      provider.remove();
      await Promise.resolve();
      place.append(provider);
    });
    await eachSeesAndHears(alice, bob);
    nobodyComplains(alice, bob);
  });

  it('is removed: the peer hears that it is over, and both close everything', async () => {
    await alice.page.evaluate(() => document.querySelector('call-provider')!.remove());
    await bob.untilEnded('remoteHangup');
    await Promise.all([alice.isClean(), bob.isClean()]);
    nobodyComplains(alice, bob);
  });

  it('gets other attributes: they apply to the next call', async () => {
    await alice.page.evaluate(() => {
      const provider = document.querySelector('call-provider')!;
      provider.setAttribute('user-id', 'alina');
      provider.setAttribute('call-timeout', '1500');
    });
    await eachSeesAndHears(alice, bob);
    await alice.press('Hang up');
    await bob.untilEnded('remoteHangup');
    await alice.eventually('another user', () => window.demo.provider.client?.userId === 'alina' && window.probe.state() === 'prepared', undefined);

    await alice.press('Call again');
    await bob.until('calling');
    expect(await bob.page.evaluate(() => window.demo.provider.client?.getState().call?.remoteUserId)).to.equal('alina');
    await bothEnd([alice, 'callingTimeout'], [bob, 'remoteCallingTimeout']);
    nobodyComplains(alice, bob);
  });
});

describe('two providers on a page', () => {
  it('hold two calls that know nothing of each other', async () => {
    const provider = (user: string, to: string): string => `<call-provider id="${user}" user-id="${user}"><call-panel user-id="${to}"></call-panel></call-provider>`;
    await servePage('/two.html', `${SCRIPT}${provider('alice', 'bob')}${provider('carol', 'dave')}`);
    const [both, bob, dave] = await Promise.all([openPage('both', '/two.html'), openPage('bob', pageOf('bob', 'alice')), openPage('dave', pageOf('dave', 'carol'))]);
    const watch = (user: string): Promise<void> => both.page.evaluate((id) => void (window.watched = `#${id}`), user);

    for (const [user, peer] of [['alice', bob], ['carol', dave]] as const) {
      await watch(user);
      await both.until('prepared');
      await peer.press('Video call');
      await both.until('calling');
      await both.press('Accept call');
      await both.until('connected');
      await eachSeesAndHears(both, peer);
    }
    await watch('alice');
    await eachSeesAndHears(both, bob);

    await bob.press('Hang up');
    await both.untilEnded('remoteHangup');
    await bob.isClean();
    await watch('carol');
    await eachSeesAndHears(both, dave);
    await dave.press('Hang up');
    await bothEnd([both, 'remoteHangup'], [dave, 'localHangup']);
    nobodyComplains(both, bob, dave);
  });
});

describe('a page that nobody looks at', () => {
  it('rings, and is answered once it is in front', async () => {
    const [alice, bob] = await Promise.all([openPage('alice', pageOf('alice', 'bob')), openPage('bob', pageOf('bob', 'alice'), { behind: true })]);
    await alice.press('Video call');
    await bob.until('calling');
    await bob.page.bringToFront();
    await bob.press('Accept call');
    await eachSeesAndHears(alice, bob);
    nobodyComplains(alice, bob);
  });

  it('connects and goes on', async () => {
    const [alice, bob] = await Promise.all([openPage('alice', pageOf('alice', 'bob')), openPage('bob', pageOf('bob', 'alice'), { behind: true })]);
    await alice.press('Video call');
    await bob.until('calling');
    await bob.page.evaluate(() => window.demo.provider.client!.accept());
    await Promise.all([alice.until('connected'), bob.until('connected')]);
    await Promise.all([alice.seesPeer(), alice.hearsPeer(), bob.hearsPeer()]);
    await bob.page.bringToFront();
    await bob.seesPeer();
    await bob.press('Hang up');
    await bothEnd([alice, 'remoteHangup'], [bob, 'localHangup']);
    nobodyComplains(alice, bob);
  });
});

/**
 * Stops all scripts of a page, as freezing it would; what it plays and sends goes on. Chromium freezes no page that Playwright has
 * its hands on. Resolves with what wakes it.
 */
async function putToSleep({ page }: Phone): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Debugger.enable');
  const paused = new Promise((resolve) => session.once('Debugger.paused', resolve));
  await session.send('Debugger.pause');
  // Scripts stop where the next one begins.
  void session.send('Runtime.evaluate', { expression: 'void 0' });
  await paused;
  return async () => {
    await session.send('Debugger.resume');
    await session.detach();
  };
}

describe('a page that sleeps', () => {
  it('rings when it wakes', async () => {
    const [alice, bob] = await openPages('/script-tag.html');
    const wake = await putToSleep(bob);
    await alice.press('Video call');
    await alice.eventually('an open camera', () => window.probe.liveTracks('video') > 0, undefined);
    await wake();
    await bob.until('calling');
    await bob.press('Accept call');
    await eachSeesAndHears(alice, bob);
    nobodyComplains(alice, bob);
  });

  it('stays in its call, seen and heard', async () => {
    const [alice, bob] = await openPages('/script-tag.html');
    await connect(alice, bob);
    const wake = await putToSleep(bob);
    await Promise.all([alice.seesPeer(), alice.hearsPeer()]);
    await wake();
    await eachSeesAndHears(alice, bob);
    await alice.press('Hang up');
    await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
    nobodyComplains(alice, bob);
  });
});

/** To a page without users. */
async function leave({ page }: Phone): Promise<void> {
  await servePage('/elsewhere.html', '<!doctype html>');
  await page.goto(new URL('/elsewhere.html', page.url()).href);
}

describe('a page that comes back from the back/forward cache', () => {
  it('rings and dials again', async () => {
    const [alice, bob] = await openPages('/script-tag.html');
    await bob.page.evaluate(() => addEventListener('pageshow', ({ persisted }) => (document.title = persisted ? 'cached' : 'loaded')));
    await leave(bob);
    // Such a page is not loaded, so there is no load to wait for.
    await bob.page.goBack({ waitUntil: 'commit' });
    await bob.eventually('its place back', () => document.title === 'cached', undefined);
    await bob.until('prepared');
    await connect(alice, bob);
    await bob.press('Hang up');
    await bothEnd([alice, 'remoteHangup'], [bob, 'localHangup']);
    await connect(bob, alice, 'Call again');
    nobodyComplains(alice, bob);
  });

  it('was offline while it was away', async () => {
    const [alice, bob] = await openPages('/script-tag.html');
    await leave(bob);
    await alice.press('Video call');
    await alice.untilEnded('remoteOffline');
    await bob.page.goBack({ waitUntil: 'commit' });
    await bob.until('prepared');
    await connect(alice, bob, 'Call again');
    nobodyComplains(alice, bob);
  });

  it('ended its call when it left', async () => {
    const [alice, bob] = await openPages('/script-tag.html');
    await connect(alice, bob);
    // Chromium caches no page whose camera is open, so the events are all that such a page would see.
    await bob.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await alice.untilEnded('remoteHangup');
    await Promise.all([alice.isClean(), bob.isClean()]);
    await bob.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await bob.until('prepared');
    await connect(alice, bob, 'Call again');
    nobodyComplains(alice, bob);
  });
});
