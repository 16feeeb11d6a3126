import { expect } from 'chai';
import { openPair } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';

/** Breaks the renderer of a page, as a crash would: no event, no farewell. */
async function crash(phone: Phone): Promise<void> {
  const session = await phone.page.context().newCDPSession(phone.page);
  const crashed = phone.page.waitForEvent('crash');
  // Never answers, as nobody is left to answer.
  void session.send('Page.crash').catch(() => {});
  await crashed;
}

describe('the peer goes away in a call', () => {
  it('closes the tab', async () => {
    const [alice, bob] = await openPair();
    await connect(alice, bob);
    await alice.page.close({ runBeforeUnload: false });
    await bob.untilEnded('remoteHangup');
    await bob.isClean();
    expect(bob.complaints).to.deep.equal([]);
  });

  it('crashes', async () => {
    const [alice, bob] = await openPair();
    await connect(alice, bob);
    await crash(alice);
    await bob.until('prepared');
    await bob.isClean();
    expect(await bob.page.evaluate(() => window.probe.lastReason())).to.be.oneOf(['remoteOffline', 'remoteHangup']);
  });

  it('reloads, and can be called again', async () => {
    const [alice, bob] = await openPair();
    await connect(alice, bob);
    await alice.page.reload();
    await bob.untilEnded('remoteHangup');
    await bob.isClean();
    await alice.until('prepared');
    await connect(bob, alice);
  });
});

describe('the peer goes away while it rings', () => {
  it('a caller who closes the tab takes the ringing along', async () => {
    const [alice, bob] = await openPair();
    await alice.press('Video call');
    await bob.until('calling');
    await alice.page.close({ runBeforeUnload: false });
    await bob.untilEnded('remoteCancelled');
    await bob.isClean();
  });

  it('a callee who closes the tab ends the dialling', async () => {
    const [alice, bob] = await openPair();
    await alice.press('Video call');
    await bob.until('calling');
    await bob.page.close({ runBeforeUnload: false });
    await alice.until('prepared');
    await alice.isClean();
    expect(await alice.page.evaluate(() => window.probe.lastReason())).to.equal('remoteOffline');
  });
});
