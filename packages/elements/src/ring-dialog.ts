import { isTyping } from './ring-focus.ts';

/**
 * Shows the card over everything. A modal dialog of the page makes all else inert; then the frame around the card has to be a modal
 * dialog itself. Not otherwise, since it would make the page inert. (A `<dialog>` as popover would take the focus from those who type.)
 */
export function showCard(card: HTMLElement): void {
  if (card.matches(':popover-open')) return;
  if (!document.querySelector(':modal')) card.showPopover();
  else if (!isTyping()) showModally(card);
  else {
    card.showPopover();
    // Whoever types in the page's dialog goes on typing, and can answer when done.
    document.addEventListener('focusout', () => card.matches(':popover-open') && showModally(card), { once: true });
  }
}

function showModally(card: HTMLElement): void {
  // Above the frame, so shown after it.
  card.hidePopover();
  frameOf(card).showModal();
  card.showPopover();
}

export function hideCard(card: HTMLElement): void {
  card.hidePopover();
  frameOf(card).close();
}

const frameOf = (card: HTMLElement): HTMLDialogElement => card.parentElement as HTMLDialogElement;
