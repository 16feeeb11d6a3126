import { stateNamed } from '../states.ts';
import { compare, storedWith } from './references.ts';
import type { Found } from './references.ts';
import { DESKTOP, stage } from './stage.ts';
import { takePicture } from './take.ts';
import type { Variant } from './take.ts';

const FIRST: Variant = { view: DESKTOP, theme: 'light' };

/** What differs in the first picture of a state when rules are added to all its styles. */
export async function differences(name: string, css = ''): Promise<readonly Found[]> {
  const [on, state] = [await stage(), stateNamed(name)];
  await on.show(state);
  await on.page.evaluate((rules) => window.gallery.probe.plant(rules), css);
  await on.arrange(FIRST);
  return compare(state, [await takePicture(on, state, FIRST)]);
}

/** Why a difference may be none of the elements' doing: plain text and colours look different here too. */
export async function aboutMachine(css?: string): Promise<string> {
  const found = await differences('calibration', css);
  if (found.length === 0) return '';
  return ` But this machine paints even plain text differently: here is Chromium ${(await stage()).version}, the pictures were taken with ${storedWith()}. Compare on a machine like that one, or take the pictures anew before you change anything.`;
}
