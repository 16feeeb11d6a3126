import { expect } from 'chai';
import { bothEnd, nobodyComplains, openPair } from './harness.ts';
import type { Phone } from './phone.ts';

/** More than there are places to stop at on a page of the demo. */
const MANY_STOPS = 60;
const PANEL = 'the panel';
/** The card in the dialog, by its role. */
const DIALOG = 'document';

/** What the focus is on, as a screen reader would name it. */
async function focus({ page }: Phone): Promise<string> {
  return page.evaluate((panel) => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active || active === document.body) return 'nothing';
    if (active.matches('.stage')) return panel;
    const slotted = (active.getRootNode() as ShadowRoot).host?.textContent!.trim();
    return active.getAttribute('aria-label') ?? active.getAttribute('role') ?? (slotted || active.textContent!.trim());
  }, PANEL);
}

/** Presses Tab until the focus is on what has that name. */
async function tabTo(phone: Phone, name: string): Promise<void> {
  const seen: string[] = [];
  for (let stop = 0; stop < MANY_STOPS; stop++) {
    await phone.page.keyboard.press('Tab');
    const now = await focus(phone);
    if (now === name) return;
    seen.push(now);
  }
  throw new Error(`${phone.user}: Tab never came to "${name}", but to ${seen.join(', ')}`);
}

/** The focus is where the keyboard can go on, and not at the top of the page. */
async function focusComesTo(phone: Phone, name: string): Promise<void> {
  for (let now = ''; (now = await focus(phone)) !== name; ) {
    if (!['nothing', PANEL, DIALOG].includes(now) && name === PANEL) expect(now, `${phone.user}: focus`).to.equal(name);
    await phone.page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Enter, as somebody does who finds that the first moments do not count. */
async function pressUntilDone({ page }: Phone): Promise<void> {
  while ((await page.evaluate(() => window.probe.state())) === 'calling') await page.keyboard.press('Enter');
}

describe('with the keyboard alone', () => {

  it('dials, answers, mutes, turns the camera off, hangs up, calls again and cancels', async () => {
    const [alice, bob] = await openPair();
    await tabTo(alice, 'Video call');
    await alice.page.keyboard.press('Enter');
    await focusComesTo(alice, PANEL);

    await bob.until('calling');
    await focusComesTo(bob, DIALOG);
    // What was meant for the page a moment ago answers nothing.
    await bob.page.keyboard.press('Enter');
    await tabTo(bob, 'Accept call');
    await pressUntilDone(bob);
    await Promise.all([alice.until('connected'), bob.until('connected')]);
    await Promise.all([alice.seesPeer(), bob.seesPeer()]);
    await focusComesTo(bob, PANEL);

    await tabTo(bob, 'Mute microphone');
    await bob.page.keyboard.press('Space');
    await alice.page.locator('.badge', { hasText: 'bob is muted' }).waitFor();
    expect(await focus(bob)).to.equal('Mute microphone');
    await tabTo(bob, 'Turn camera off');
    await bob.page.keyboard.press('Enter');
    await alice.page.getByText('Camera is off').first().waitFor();

    await tabTo(bob, 'Hang up');
    await bob.page.keyboard.press('Enter');
    await bothEnd([alice, 'remoteHangup'], [bob, 'localHangup']);
    await focusComesTo(bob, PANEL);

    await tabTo(alice, 'Call again');
    await alice.page.keyboard.press('Enter');
    await bob.until('calling');
    await focusComesTo(alice, PANEL);
    await tabTo(alice, 'Cancel call');
    await alice.page.keyboard.press('Space');
    await bothEnd([alice, 'localCancelled'], [bob, 'remoteCancelled']);
    nobodyComplains(alice, bob);
  });

  it('declines', async () => {
    const [alice, bob] = await openPair();
    await alice.press('Call');
    await bob.until('calling');
    await focusComesTo(bob, DIALOG);
    await tabTo(bob, 'Decline call');
    await pressUntilDone(bob);
    await bothEnd([alice, 'remoteRejected'], [bob, 'localRejected']);
  });

  it('goes on typing while a call arrives: a sentence answers nothing, and is all there', async () => {
    const [alice, bob] = await openPair();
    const sentence = 'I am just writing this down, and nothing of it is an answer. ';
    const field = bob.page.locator('#to');
    await field.fill('');
    await field.focus();
    await alice.press('Video call');
    // The call arrives somewhere in the middle.
    for (const key of sentence) await bob.page.keyboard.press(key === ' ' ? 'Space' : key);
    await bob.until('calling');
    for (const key of sentence) await bob.page.keyboard.press(key === ' ' ? 'Space' : key);
    expect(await field.inputValue()).to.equal(sentence + sentence);
    expect(await bob.page.evaluate(() => window.probe.state()), 'it still rings').to.equal('calling');
    expect(await alice.page.evaluate(() => window.probe.state())).to.equal('calling');
    // Those who hear the page hear who it is.
    await bob.page.getByRole('alert').getByText('alice is calling').waitFor();
    await alice.press('Cancel call');
    await bothEnd([alice, 'localCancelled'], [bob, 'remoteCancelled']);
    await field.press('x');
    expect(await field.inputValue()).to.equal(`${sentence}${sentence}x`);
  });

  it('presses a button of the page again and again while a call arrives: that answers nothing either', async () => {
    const [alice, bob] = await openPair();
    await bob.page.evaluate(() => {
      const button = document.createElement('button');
      button.id = 'busy';
      button.textContent = 'Count';
      document.body.append(button);
      button.focus();
    });
    await alice.press('Video call');
    while ((await focus(bob)) === 'Count') await bob.page.keyboard.press('Enter');
    await bob.page.keyboard.press('Enter');
    await bob.page.keyboard.press('Space');
    expect(await focus(bob)).to.equal(DIALOG);
    expect(await bob.page.evaluate(() => window.probe.state())).to.equal('calling');
    await bob.press('Decline call');
    await bothEnd([alice, 'remoteRejected'], [bob, 'localRejected']);
    expect(await focus(bob), 'given back').to.equal('Count');
  });
});
