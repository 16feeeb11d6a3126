import { deepActiveElement, isTyping } from './focus.ts';

/** Enter and Space that were meant for the page must not answer a call that appears under the fingers. */
const KEY_GUARD_MS = 800;

/**
 * The focus while it rings: it moves to the surface that rings (never to a button), unless somebody is typing. For the first moments
 * Enter and Space do nothing there.
 */
export class RingFocus {
  #since = 0;
  #before: HTMLElement | null = null;

  /** It rings now. False: somebody is typing, so that the focus stays there. */
  take(surface: HTMLElement): boolean {
    this.#since = performance.now();
    this.#before ??= deepActiveElement();
    if (isTyping()) return false;
    surface.focus({ preventScroll: true });
    return true;
  }

  /** Puts the focus back where it was. */
  giveBack(): void {
    if (this.#before?.isConnected) this.#before.focus({ preventScroll: true });
    this.#before = null;
  }

  /** For keydown and keyup on the surface. */
  readonly guard = {
    capture: true,
    handleEvent: (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      if (performance.now() - this.#since >= KEY_GUARD_MS && !event.repeat) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
