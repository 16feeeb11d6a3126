import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/**
 * How unlike two pixels of a thumbnail may be (pixelmatch: 0 to 1), and how many may be more than that: a few that are another
 * colour, as a lost icon makes them, or many that are another shade. With the flags of the stage a graphics card and hinting change
 * no pixel at all. Letters that start on whole pixels only change up to 130 and 270: there the calibration differs too.
 */
const LIMITS = [
  { unlike: 0.1, some: 12 },
  { unlike: 0.06, some: 150 },
] as const;

export interface Difference {
  readonly pixels: number;
  /** Where they are, in red. */
  readonly picture: PNG;
}

/** What differs between two thumbnails; undefined when that is little enough to be the machine. */
export function difference(expected: PNG, actual: PNG): Difference | undefined {
  const { width, height } = expected;
  if (width !== actual.width || height !== actual.height) return { pixels: width * height, picture: actual };
  for (const { unlike, some } of LIMITS) {
    const picture = new PNG({ width, height });
    const pixels = pixelmatch(expected.data, actual.data, picture.data, width, height, { threshold: unlike, includeAA: true, alpha: 0.3 });
    if (pixels > some) return { pixels, picture };
  }
  return undefined;
}
