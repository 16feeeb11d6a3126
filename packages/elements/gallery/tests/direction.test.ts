import { expect } from 'chai';
import type { Box } from '../probe.ts';
import { stateNamed } from '../states.ts';
import { PHONE, TABLET, stage } from './stage.ts';
import type { Stage, View } from './stage.ts';

/** What stands on one side of a panel, and in which state it shows. */
const PARTS: Record<string, string> = {
  local: 'rtl-connected',
  swap: 'rtl-connected',
  name: 'rtl-connected',
  timer: 'rtl-connected',
};

describe('right to left', () => {
  let on: Stage;
  before(async function () {
    this.timeout(60_000);
    on = await stage();
  });

  async function boxes(state: string, dir: string, parts: readonly string[]): Promise<Box[]> {
    await on.show(stateNamed(state), { dir });
    const found = await on.page.evaluate((names) => names.map((name) => window.gallery.probe.part(name)), parts);
    return found.map((box, index) => box ?? expect.fail(`"${parts[index]}" does not show in ${state}`));
  }

  /** As a mirror shows it. */
  const mirrored = ({ left, right, ...rest }: Box, { width }: View): Box => ({ ...rest, left: width - right, right: width - left });
  const rounded = (box: Box): Box => ({ left: Math.round(box.left), top: Math.round(box.top), right: Math.round(box.right), bottom: Math.round(box.bottom) });

  for (const view of [PHONE, TABLET]) {
    for (const [part, state] of Object.entries(PARTS)) {
      it(`mirrors "${part}" in ${view.width} px`, async () => {
        await on.arrange({ view, theme: 'light' });
        const [there] = await boxes(state, 'ltr', [part]);
        const [here] = await boxes(state, 'rtl', [part]);
        expect(rounded(here!)).to.deep.equal(rounded(mirrored(there!, view)));
      });
    }
  }

  it('has the words of a banner between its icon and its button, in the other order', async () => {
    await on.arrange({ view: TABLET, theme: 'light' });
    const close = async (dir: string): Promise<{ button: Box; banner: Box }> => {
      const [banner] = await boxes('rtl-banner', dir, ['banner']);
      const items = await on.page.evaluate(() => window.gallery.probe.items());
      const { box } = items.find(({ kind, words }) => kind === 'button' && words === 'Close') ?? expect.fail('there is no "Close"');
      return { button: box, banner: banner! };
    };
    const there = await close('ltr');
    const here = await close('rtl');
    expect(there.button.left, 'left to right').to.be.greaterThan((there.banner.left + there.banner.right) / 2);
    expect(here.button.right, 'right to left').to.be.lessThan((here.banner.left + here.banner.right) / 2);
  });
});
