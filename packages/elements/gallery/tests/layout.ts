import type { Box, Item } from '../probe.ts';
import type { Stage } from './stage.ts';

/** What a finger needs; and the least that WCAG 2.5.8 allows. */
const FINGER = 44;
const LEAST = 24;
/** Edges lie between pixels. */
const SLACK = 1;

const isInside = (box: Box, room: Box): boolean =>
  box.left >= room.left - SLACK && box.right <= room.right + SLACK && box.top >= room.top - SLACK && box.bottom <= room.bottom + SLACK;
const overlap = (one: Box, other: Box): boolean =>
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > SLACK && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > SLACK;
const sizeOf = ({ left, top, right, bottom }: Box): number => Math.min(right - left, bottom - top);

/** What is wrong with the place of an item. */
function faults(item: Item, index: number, all: readonly Item[]): string[] {
  const { kind, words, box, room, covered, primary, kin } = item;
  const name = `${kind} "${words}"`;
  const needed = primary ? FINGER : LEAST;
  const found = [];
  if (!isInside(box, room)) found.push(`${name} is outside of its box`);
  if (covered) found.push(`${name} is under something`);
  if (kind === 'button' && sizeOf(box) < needed) found.push(`${name} is ${Math.round(sizeOf(box))} px, and ${needed} are needed`);
  for (const [other, { box: taken, words: said }] of all.entries()) {
    if (other > index && !kin.includes(other) && overlap(box, taken)) found.push(`${name} and "${said}" overlap`);
  }
  return found;
}

/** What has no proper place in the state that is shown. */
export async function misplaced({ page }: Stage): Promise<string[]> {
  const [items, sideways] = await page.evaluate(() => [window.gallery.probe.items(), window.gallery.probe.sideways()] as const);
  if (items.length === 0) return ['nothing shows: neither a text nor a button'];
  return [...(sideways > 0 ? [`the page can be scrolled sideways by ${sideways} px`] : []), ...items.flatMap(faults)];
}
