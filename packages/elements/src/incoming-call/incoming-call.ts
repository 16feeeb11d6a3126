import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import type { CallSnapshot } from '@call-elements/core';
import { CallElement } from '../call-element.ts';
import { isRinging } from '../call-rules.ts';
import { announceRinger } from '../context.ts';
import { callParts } from '../load-call-parts.ts';
import { Ringtone } from '../ringtone.ts';
import { tokens } from '../shared.styles.ts';
import styles from './incoming-call.styles.ts';
import { deepActiveElement, isTyping } from './typing.ts';

/** Enter and Space that were meant for the page must not answer a call that appears under the fingers. */
const KEY_GUARD_MS = 800;

/**
 * Rings: shows who calls, over everything else, and lets accept or decline.
 *
 * Takes the focus to itself (never to a button) unless somebody is typing, and gives it back afterwards.
 *
 * @tag incoming-call
 * @attr silent - No ringtone.
 * @attr inline - In the place where it stands, instead of over the page.
 * @slot avatar - In place of the caller's avatar.
 * @slot name - In place of the caller's name.
 * @slot actions - In place of the buttons.
 * @fires call-accept-request - Before it accepts.
 * @fires call-reject-request - Before it declines.
 * @csspart dialog - The card.
 * @csspart avatar - The avatar with its rings.
 * @csspart name - The caller's name.
 * @csspart type - Audio or video.
 * @csspart actions - The buttons.
 * @cssprop [--call-surface-raised] - Background of the card.
 * @cssprop [--call-radius=24px] - Its corners.
 * @cssstate ringing - Somebody calls.
 */
export class IncomingCall extends CallElement {
  static override properties: PropertyDeclarations = {
    silent: { type: Boolean },
    inline: { type: Boolean },
  };
  static override styles: CSSResultGroup = [tokens, styles];

  /** No ringtone. */
  silent = false;
  /** In its own place instead of over the page. */
  inline = false;
  private get dialog(): HTMLElement {
    return this.renderRoot.querySelector('.dialog')!;
  }

  #ringtone = new Ringtone('ring');
  #ringing?: string;
  #since = 0;
  #focusedBefore: HTMLElement | null = null;

  constructor() {
    super();
    this.shareScope();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    announceRinger(this, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    announceRinger(this, false);
    this.#ringtone.stop();
    this.#ringing = undefined;
  }

  protected override snapshotChanged(_previous: CallSnapshot | undefined, next: CallSnapshot | undefined): void {
    // At once, not with the next rendering.
    if (!isRinging(next)) this.#ringtone.stop();
  }

  override render(): TemplateResult {
    const call = isRinging(this.snapshot) ? this.call : undefined;
    const parts = call && this.parts;
    this.setStates(call && 'ringing');
    if (parts) this.wear(parts.ringStyles);
    return html`<div part="dialog" class="dialog ${parts ? 'open' : ''} ${this.inline ? 'inline' : ''}" role="alertdialog" tabindex="-1"
      popover=${this.inline ? nothing : 'manual'} aria-labelledby="name" aria-describedby="type"
      @keydown=${{ handleEvent: this.#guard, capture: true }} @keyup=${{ handleEvent: this.#guard, capture: true }}>
      ${call && parts ? parts.ringCard(call, this.person(call.remoteUserId)) : nothing}
    </div>`;
  }

  override updated(): void {
    if (!this.isConnected) return;
    const callId = isRinging(this.snapshot) && callParts() ? this.call?.callId : undefined;
    if (callId && !this.silent) void this.attempt(() => this.#ringtone.start());
    else this.#ringtone.stop();
    if (callId === this.#ringing) return;
    const before = this.#ringing;
    this.#ringing = callId;
    if (before === undefined) this.#open();
    else if (callId === undefined) this.#close();
    if (callId) this.#since = performance.now();
  }

  #open(): void {
    this.#focusedBefore = deepActiveElement();
    if (!this.inline) this.dialog.showPopover();
    if (!isTyping()) this.dialog.focus({ preventScroll: true });
  }

  #close(): void {
    const focused = deepActiveElement();
    // As seen from where this element stands, focus inside it is on it.
    const { activeElement } = this.getRootNode() as Document | ShadowRoot;
    const lost = !focused || focused === document.body || this.contains(activeElement);
    if (this.dialog.matches(':popover-open')) this.dialog.hidePopover();
    if (lost && this.#focusedBefore?.isConnected) this.#focusedBefore.focus({ preventScroll: true });
    this.#focusedBefore = null;
  }

  #guard = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    if (performance.now() - this.#since >= KEY_GUARD_MS && !event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'incoming-call': IncomingCall;
  }
}
