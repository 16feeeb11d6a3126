/**
 * The SDK lets one client of a page into a channel under a uid (UID_CONFLICT), and one client into one channel at a time. So whoever enters
 * where somebody of this page is still leaving waits for that, and for nothing else: calls in other rooms may overlap.
 */
const leaving = new Map<unknown, Promise<unknown>>();

/** Settles when the places are free. */
export function untilFree(places: readonly unknown[]): Promise<unknown> {
  return Promise.all(places.map((place) => leaving.get(place)));
}

/** `left` must not reject. It may settle before somebody who left earlier has: both count. */
export function leavePlaces(places: readonly unknown[], left: Promise<void>): void {
  for (const place of places) {
    const free = Promise.all([leaving.get(place), left]);
    leaving.set(place, free);
    void free.then(() => {
      if (leaving.get(place) === free) leaving.delete(place);
    });
  }
}
