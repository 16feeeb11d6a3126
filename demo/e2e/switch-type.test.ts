import { expect } from 'chai';
import { bothEnd, nobodyComplains, openPair, overEach } from './harness.ts';
import { connect } from './phone.ts';
import type { Phone } from './phone.ts';

/** How often the page opened a camera. */
const cameras = ({ page }: Phone): Promise<number> => page.evaluate(() => window.probe.requests.filter(({ video }) => video).length);
async function noCamera(...phones: Phone[]): Promise<void> {
  expect(await Promise.all(phones.map(cameras)), 'cameras opened').to.deep.equal(phones.map(() => 0));
}

async function become(type: 'audio' | 'video', ...phones: Phone[]): Promise<void> {
  await Promise.all(phones.map((phone) => phone.eventually(`a call of type ${type}`, (wanted) => window.demo.provider.client?.getState().call?.type === wanted, type)));
}

const seeAndHear = (...phones: Phone[]): Promise<unknown> => Promise.all(phones.flatMap((phone) => [phone.seesPeer(), phone.hearsPeer()]));
const hear = (...phones: Phone[]): Promise<unknown> => Promise.all(phones.map((phone) => phone.hearsPeer()));

async function connectAudio(caller: Phone, callee: Phone): Promise<void> {
  await caller.press('Call');
  await callee.until('calling');
  await callee.press('Accept call');
  await Promise.all([caller.until('connected'), callee.until('connected')]);
  await hear(caller, callee);
}

/** Nobody films, and nobody is to be seen. */
async function onlyTalk(...phones: Phone[]): Promise<void> {
  for (const phone of phones) {
    await phone.eventually('a camera that is off', () => window.probe.liveTracks('video') === 0, undefined);
    expect(await phone.page.evaluate(() => window.probe.remoteMoves()), `${phone.user}: a picture`).to.equal(false);
  }
  await hear(...phones);
}

/** Waits for the question, which the other side has to answer. */
const asked = ({ page }: Phone, by: string): Promise<void> => page.getByRole('group', { name: `${by} would like to turn on video`, exact: true }).waitFor();

overEach(() => {
  describe('a call that changes its type', () => {
    it('turns to video when both want it, and back to audio at once', async () => {
      const [alice, bob] = await openPair();
      await connectAudio(alice, bob);
      await alice.press('Turn on video');
      await asked(bob, 'alice');
      await hear(alice, bob);
      await noCamera(alice, bob);

      await bob.press('Accept');
      await become('video', alice, bob);
      await seeAndHear(alice, bob);

      await bob.press('Switch to audio');
      await become('audio', alice, bob);
      await onlyTalk(alice, bob);

      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      nobodyComplains(alice, bob);
    });

    it('stays as it is when the other side declines', async () => {
      const [alice, bob] = await openPair();
      await connectAudio(alice, bob);
      await bob.press('Turn on video');
      await asked(alice, 'bob');
      await alice.press('Decline');
      await bob.page.getByRole('button', { name: 'Turn on video', exact: true }).waitFor();
      await become('audio', alice, bob);
      await onlyTalk(alice, bob);
      await noCamera(alice, bob);
      nobodyComplains(alice, bob);
    });

    it('stays as it is when who asked thinks better of it', async () => {
      const [alice, bob] = await openPair();
      await connectAudio(alice, bob);
      await alice.press('Turn on video');
      await asked(bob, 'alice');
      await alice.press('Cancel the request for video');
      await bob.page.getByRole('group', { name: 'alice would like to turn on video' }).waitFor({ state: 'detached' });
      await onlyTalk(alice, bob);
      await noCamera(alice, bob);
      nobodyComplains(alice, bob);
    });

    it('from video goes on with sound alone, and with pictures again', async () => {
      const [alice, bob] = await openPair();
      await connect(alice, bob);
      await alice.press('Switch to audio');
      await become('audio', alice, bob);
      await onlyTalk(alice, bob);

      await bob.press('Turn on video');
      await asked(alice, 'bob');
      await alice.press('Accept');
      await become('video', alice, bob);
      await seeAndHear(alice, bob);
      nobodyComplains(alice, bob);
    });
  });
});
