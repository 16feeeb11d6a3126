import { PNG } from 'pngjs';
import type { GalleryState } from '../state.ts';
import type { Stage, Theme, View } from './stage.ts';
import { thumbnail } from './thumbnail.ts';

/** One picture of a state. */
export interface Variant {
  readonly view: View;
  readonly theme: Theme;
}
export interface Shot extends Variant {
  /** As it is on the screen: a PNG. */
  readonly full: Buffer;
  readonly small: PNG;
}

export const nameOf = ({ view, theme }: Variant): string => `${view.width}×${view.height} ${theme}`;

/** The order on a stored sheet: a row for each theme, the widest first. */
export function inOrder(shots: readonly Shot[]): Shot[] {
  return shots.toSorted((one, other) => other.theme.localeCompare(one.theme) || other.view.width - one.view.width);
}

/** Takes the state that is shown, as it is arranged. */
export async function takePicture(on: Stage, { layout }: GalleryState, variant: Variant): Promise<Shot> {
  // As high as it is, so that nothing has to be scrolled.
  if (layout !== 'screen') await on.arrange({ view: { ...variant.view, height: await on.page.evaluate(() => window.gallery.probe.height()) } });
  const full = await on.shoot();
  return { ...variant, full, small: thumbnail(PNG.sync.read(full, { checkCRC: false })) };
}
