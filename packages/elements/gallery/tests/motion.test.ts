import { expect } from 'chai';
import { stateNamed } from '../states.ts';
import { DESKTOP, stage } from './stage.ts';
import type { Stage } from './stage.ts';

/** Of a screen with 60 frames per second. */
const FRAME_MS = 17;

describe('with reduced motion', () => {
  let on: Stage;
  before(async function () {
    this.timeout(60_000);
    on = await stage();
    await on.arrange({ view: DESKTOP, theme: 'light' });
  });
  afterEach(() => on.page.emulateMedia({ reducedMotion: 'reduce' }));

  /** What moves for longer than a frame, also what could when something changes. */
  async function moving(name: string, reducedMotion: 'reduce' | 'no-preference'): Promise<string[]> {
    await on.page.emulateMedia({ reducedMotion });
    await on.show(stateNamed(name));
    return on.page.evaluate((ms) => window.gallery.probe.moving(ms), FRAME_MS);
  }

  for (const name of ['incoming', 'incoming-in-panel', 'outgoing-audio', 'outgoing-video', 'connecting', 'reconnecting']) {
    it(`${name} holds still`, async () => {
      expect(await moving(name, 'no-preference'), 'without it').to.not.deep.equal([]);
      expect(await moving(name, 'reduce')).to.deep.equal([]);
    });
  }

  it('sees what runs in shadow roots, and on pseudo-elements', async () => {
    const running = await moving('incoming', 'no-preference');
    expect(running.filter((name) => name.startsWith('running'))).to.not.deep.equal([]);
  });
});
