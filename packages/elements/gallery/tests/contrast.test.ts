// axe cannot judge letters over a picture or a gradient. So the letters are painted, then not, and the two are compared where they differ.
import { expect } from 'chai';
import { PNG } from 'pngjs';
import type { Item } from '../probe.ts';
import { stateNamed } from '../states.ts';
import { PHONE, TABLET, stage } from './stage.ts';
import type { Stage } from './stage.ts';
import { nameOf } from './take.ts';

/** WCAG 2.2: 1.4.3 for texts, 1.4.11 for what else has to be seen. */
const TEXT = 4.5;
const LARGE_OR_ICON = 3;

type Pixel = readonly [number, number, number];

function luminance(pixel: Pixel): number {
  const [red, green, blue] = pixel.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Pixel;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Pixel, other: Pixel): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** How well the letters of an item stand out, where they do least. Nothing, when there are none. */
function worstContrast({ box, color: [red, green, blue, opacity] }: Item, painted: PNG, behind: PNG): number {
  let worst = Infinity;
  for (let y = Math.max(0, Math.ceil(box.top)); y < Math.min(painted.height, box.bottom); y++) {
    for (let x = Math.max(0, Math.ceil(box.left)); x < Math.min(painted.width, box.right); x++) {
      const at = (y * painted.width + x) * 4;
      const ground: Pixel = [behind.data[at]!, behind.data[at + 1]!, behind.data[at + 2]!];
      if (ground.every((value, index) => value === painted.data[at + index])) continue;
      // Not the pixel as painted: on the edge of a letter that is a mixture.
      const share = opacity! / 255;
      const letter = [red!, green!, blue!].map((value, index) => value * share + ground[index]! * (1 - share)) as unknown as Pixel;
      worst = Math.min(worst, contrast(letter, ground));
    }
  }
  return worst === Infinity ? 0 : worst;
}

describe('letters and icons stand out', () => {
  let on: Stage;
  before(async function () {
    this.timeout(60_000);
    on = await stage();
  });

  async function picture(hidden: boolean): Promise<PNG> {
    await on.page.evaluate((letters) => (window.gallery.probe.hideLetters(letters), window.gallery.finishAnimations()), hidden);
    return PNG.sync.read(await on.shoot());
  }

  async function faint(): Promise<string[]> {
    const items = await on.page.evaluate(() => window.gallery.probe.items());
    const behind = await picture(true);
    const painted = await picture(false);
    expect(items.length).to.be.greaterThan(1);
    return items.flatMap((item) => {
      if (item.kind === 'button') return [];
      const [found, needed] = [worstContrast(item, painted, behind), item.kind === 'icon' || item.large ? LARGE_OR_ICON : TEXT];
      return found < needed ? [`${item.kind} "${item.words}" ${Math.round(item.box.left)},${Math.round(item.box.top)} has ${found.toFixed(1)}, and ${needed} is needed`] : [];
    });
  }

  const OVER_PICTURE = ['outgoing-video', 'connected', 'muted', 'remote-muted', 'reconnecting', 'sound-blocked', 'no-permission'];
  // Letters over pictures are white: a dark picture is the lesser trouble.
  const VIEWS = { white: [PHONE, TABLET], black: [PHONE] } as const;
  for (const sitter of ['white', 'black'] as const) {
    for (const name of OVER_PICTURE) {
      it(`${name}, from a ${sitter} picture`, async () => {
        const found = [];
        for (const view of VIEWS[sitter]) {
          await on.arrange({ view, theme: 'light' });
          await on.show(stateNamed(name), { sitter });
          for (const problem of await faint()) found.push(`${nameOf({ view, theme: 'light' })}: ${problem}`);
        }
        expect(found).to.deep.equal([]);
      });
    }
  }

  for (const name of ['idle-user', 'outgoing-audio', 'incoming-in-panel', 'remote-muted-audio', 'ended']) {
    it(`${name}, from its own ground`, async () => {
      const found = [];
      await on.show(stateNamed(name));
      for (const theme of ['light', 'dark'] as const) {
        await on.arrange({ view: TABLET, theme });
        for (const problem of await faint()) found.push(`${nameOf({ view: TABLET, theme })}: ${problem}`);
      }
      expect(found).to.deep.equal([]);
    });
  }
});
