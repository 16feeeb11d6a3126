import { PNG } from 'pngjs';

/** One pixel of a thumbnail is the mean of a square of this side: a letter becomes a grey of its own, and a machine's way to paint it fades. */
const SCALE = 4;
/** Stored colours keep their upper bits, which makes the files a third as large. */
const STEP = 8;
const GAP = 4;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function thumbnail({ data, width: wide, height: high }: PNG): PNG {
  const [width, height] = [Math.floor(wide / SCALE), Math.floor(high / SCALE)];
  const sums = new Uint32Array(width * height * 4).fill(SCALE ** 2 / 2);
  for (let y = 0; y < height * SCALE; y++) {
    const row = Math.floor(y / SCALE) * width * 4;
    let from = y * wide * 4;
    for (let x = 0; x < width * SCALE; x++, from += 4) {
      const to = row + Math.floor(x / SCALE) * 4;
      sums[to]! += data[from]!;
      sums[to + 1]! += data[from + 1]!;
      sums[to + 2]! += data[from + 2]!;
    }
  }
  const small = new PNG({ width, height });
  for (let at = 0; at < sums.length; at++) small.data[at] = at % 4 === 3 ? 255 : sums[at]! / SCALE ** 2;
  return small;
}

/** Where each thumbnail goes on a sheet: in rows of `columns`. */
export function places(thumbnails: readonly PNG[], columns: number): Rectangle[] {
  const found: Rectangle[] = [];
  let [x, y, low] = [0, 0, 0];
  for (const [index, { width, height }] of thumbnails.entries()) {
    if (index > 0 && index % columns === 0) [x, y] = [0, low + GAP];
    found.push({ x, y, width, height });
    x += width + GAP;
    low = Math.max(low, y + height);
  }
  return found;
}

/** All thumbnails in one picture. */
export function sheet(thumbnails: readonly PNG[], columns: number): PNG {
  const spots = places(thumbnails, columns);
  const made = new PNG({ width: Math.max(...spots.map(({ x, width }) => x + width)), height: Math.max(...spots.map(({ y, height }) => y + height)) });
  made.data.fill(255);
  for (const [index, { x, y, width, height }] of spots.entries()) PNG.bitblt(thumbnails[index]!, made, 0, 0, width, height, x, y);
  return made;
}

export function cut(from: PNG, { x, y, width, height }: Rectangle): PNG {
  const part = new PNG({ width, height });
  PNG.bitblt(from, part, x, y, width, height, 0, 0);
  return part;
}

/** As it is stored. */
export function encode(picture: PNG): Buffer {
  const coarse = new PNG({ width: picture.width, height: picture.height });
  coarse.data = Buffer.from(picture.data.map((value, index) => (index % 4 === 3 ? 255 : Math.min(255, Math.round(value / STEP) * STEP))));
  // Unfiltered, for so few colours that is smallest.
  return PNG.sync.write(coarse, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
}
