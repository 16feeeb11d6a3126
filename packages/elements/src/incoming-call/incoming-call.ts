import { html, nothing } from 'lit';
import type { CSSResultGroup, TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { CallSnapshot } from '@call-elements/core';
import { CallElement } from '../call-element.ts';
import { isRinging } from '../call-rules.ts';
import { rings } from '../rings.styles.ts';
import { Ringtone } from '../ringtone.ts';
import { tokens } from '../shared.styles.ts';
import { word } from '../words.ts';
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
  static override styles: CSSResultGroup = [tokens, rings, styles];

  /** No ringtone. */
  @property({ type: Boolean }) silent = false;
  /** In its own place instead of over the page. */
  @property({ type: Boolean }) inline = false;
  @query('.dialog') private dialog!: HTMLElement;

  #ringtone = new Ringtone('ring');
  #ringing?: string;
  #since = 0;
  #focusedBefore: HTMLElement | null = null;

  constructor() {
    super();
    this.shareScope();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#ringtone.stop();
    this.#ringing = undefined;
  }

  protected override snapshotChanged(_previous: CallSnapshot | undefined, next: CallSnapshot | undefined): void {
    // At once, not with the next rendering.
    if (!isRinging(next)) this.#ringtone.stop();
  }

  override render(): TemplateResult {
    const call = isRinging(this.snapshot) ? this.call : undefined;
    this.setStates(call && 'ringing');
    const name = call ? this.person(call.remoteUserId).name : '';
    return html`<div part="dialog" class="dialog ${call ? 'open' : ''} ${this.inline ? 'inline' : ''}" role="alertdialog" tabindex="-1"
      popover=${this.inline ? nothing : 'manual'} aria-labelledby="name" aria-describedby="type"
      @keydown=${{ handleEvent: this.#guard, capture: true }} @keyup=${{ handleEvent: this.#guard, capture: true }}>
      ${
        call
          ? html`<div part="avatar" class="avatar rings"><slot name="avatar"><call-avatar user-id=${call.remoteUserId} aria-hidden="true"></call-avatar></slot></div>
              <h2 part="name" class="name" id="name"><slot name="name">${name}</slot></h2>
              <p part="type" class="type" id="type">${word(call.type === 'video' ? 'incomingVideo' : 'incomingAudio')}</p>
              <div part="actions" class="actions"><slot name="actions">
                <call-reject-button>${word('decline')}</call-reject-button>
                ${call.type === 'video' ? html`<call-accept-button no-camera>${word('withoutCamera')}</call-accept-button>` : nothing}
                <call-accept-button>${word('accept')}</call-accept-button>
              </slot></div>`
          : nothing
      }
    </div>`;
  }

  override updated(): void {
    if (!this.isConnected) return;
    const callId = isRinging(this.snapshot) ? this.call?.callId : undefined;
    if (callId && !this.silent) this.#ringtone.start();
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
    const lost = !focused || focused === document.body || this.#holds(focused);
    if (this.dialog.matches(':popover-open')) this.dialog.hidePopover();
    if (lost && this.#focusedBefore?.isConnected) this.#focusedBefore.focus({ preventScroll: true });
    this.#focusedBefore = null;
  }

  #holds(element: Element): boolean {
    for (let node: Node | null = element; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null) if (node === this) return true;
    return false;
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
