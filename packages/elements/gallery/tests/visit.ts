import type { GalleryState } from '../state.ts';
import { violations } from './axe.ts';
import { misplaced } from './layout.ts';
import { DESKTOP, LANDSCAPE, PHONE, TABLET } from './stage.ts';
import type { Stage } from './stage.ts';
import { inOrder, nameOf, takePicture } from './take.ts';
import type { Shot, Variant } from './take.ts';

/** A window and a theme, and what is looked at there. */
interface Stop extends Variant {
  readonly layout?: true;
  readonly axe?: true;
  readonly picture?: true;
}

const SCREEN: readonly Stop[] = [
  { view: DESKTOP, theme: 'light', layout: true, picture: true },
  { view: DESKTOP, theme: 'dark', picture: true },
  { view: TABLET, theme: 'dark', axe: true, picture: true },
  { view: TABLET, theme: 'light', layout: true, axe: true, picture: true },
  { view: PHONE, theme: 'dark', picture: true },
  { view: PHONE, theme: 'light', layout: true, axe: true, picture: true },
  { view: LANDSCAPE, theme: 'light', layout: true },
  { view: TABLET, theme: 'forced', axe: true },
];
/** Cells of a sheet have a size of their own: one width shows them all. */
const SHEET: readonly Stop[] = [
  { view: PHONE, theme: 'light', layout: true },
  { view: TABLET, theme: 'light', layout: true },
  { view: DESKTOP, theme: 'light', layout: true, axe: true, picture: true },
  { view: DESKTOP, theme: 'dark', axe: true, picture: true },
  { view: DESKTOP, theme: 'forced', axe: true },
];

/** What was found in all stops. */
export interface Visit {
  readonly misplaced: string[];
  readonly violations: string[];
  readonly shots: Shot[];
}

/** Shows a state once, and looks at everything: showing and arranging take longer than looking. */
export async function visit(on: Stage, state: GalleryState, only?: 'picture'): Promise<Visit> {
  const [misplacements, violated, shots]: [string[], string[], Shot[]] = [[], [], []];
  const stops = state.layout === 'screen' ? SCREEN : SHEET;
  await on.arrange(stops[0]!);
  await on.show(state);
  for (const { view, theme, layout, axe, picture } of stops) {
    if (only && !picture) continue;
    await on.arrange({ view, theme });
    const where = nameOf({ view, theme });
    if (layout && !only) for (const problem of await misplaced(on)) misplacements.push(`${where}: ${problem}`);
    // Before axe, which is told about forced colours by styles.
    if (picture && !state.unpictured) shots.push(await takePicture(on, state, { view, theme }));
    if (axe && !only) for (const problem of await violations(on, state, theme)) violated.push(`${where}: ${problem}`);
  }
  return { misplaced: misplacements, violations: violated, shots: inOrder(shots) };
}
