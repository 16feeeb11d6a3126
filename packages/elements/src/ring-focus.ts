import { deepActiveElement } from './focus.ts';

/** Enter and Space that were meant for the page must not answer a call that appears under the fingers. */
const KEY_GUARD_MS = 800;

/** Whether keys are going into a text or a choice now, as far as one can see: a call must not take them away. */
export function isTyping(): boolean {
  const active = deepActiveElement();
  if (!active) return false;
  // A closed shadow root shows its host alone: one that could not have the focus by itself has something focused inside.
  const isClosed = active.localName.includes('-') && !active.shadowRoot && active.tabIndex < 0;
  return isClosed || active.matches(':read-write, select, iframe, object, embed');
}

/** Nowhere, or on something that cannot be used any more: browsers take the focus away from it a little later. */
export function isFocusLost(): boolean {
  const active = deepActiveElement();
  return !active || active === document.body || active.matches(':disabled') || !active.checkVisibility();
}

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

  /** It rings no more: puts the focus back where it was, if nobody moved it on from `surface`. */
  end(surface: HTMLElement): void {
    const before = this.#before;
    this.#before = null;
    // In a frame all have rendered: a button that waits for the end of the call can be focused again.
    requestAnimationFrame(() => {
      const isHere = deepActiveElement() === surface && surface.isConnected;
      if ((isHere || isFocusLost()) && before?.isConnected) before.focus({ preventScroll: true });
    });
  }

  /** It was answered, and the focus goes on from here. */
  forget(): void {
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
