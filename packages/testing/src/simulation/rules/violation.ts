import type { Page } from '../../world.ts';

/** A rule was broken; the message says which. */
export class Violation extends Error {}

export function fail(page: Page, what: string): never {
  throw new Violation(`${page.label} ${what}`);
}
