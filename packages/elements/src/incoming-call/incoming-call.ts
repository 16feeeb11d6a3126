import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import type { CallInfo, CallSnapshot } from '@call-elements/core';
import { CallElement } from '../call-element.ts';
import { isRinging } from '../call-rules.ts';
import { announceRinger } from '../context.ts';
import { deepActiveElement } from '../focus.ts';
import { callParts } from '../load-call-parts.ts';
import type { RingFocus } from '../ring-focus.ts';
import type { Ringtone } from '../ringtone.ts';
import { tokens } from '../shared.styles.ts';
import styles from './incoming-call.styles.ts';

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
 * @fires call-error - When answering failed, or what a call needs could not be loaded.
 * @csspart dialog - The card.
 * @csspart avatar - The avatar with its rings.
 * @csspart name - The caller's name.
 * @csspart type - Audio or video.
 * @csspart actions - The buttons.
 * @cssprop [--call-surface-raised] - Background of the card.
 * @cssprop [--call-radius=24px] - Its corners.
 * @cssprop [--call-text] - Text, and the line around the card.
 * @cssprop [--call-text-soft] - Less important text.
 * @cssprop [--call-accept=#15803d] - The circles around the avatar.
 * @cssstate ringing - Somebody calls.
 */
export class IncomingCall extends CallElement {
  static override properties: PropertyDeclarations = {
    silent: { type: Boolean },
    inline: { type: Boolean },
    unfocused: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, styles];

  /** No ringtone. */
  silent = false;
  /** In its own place instead of over the page. */
  inline = false;
  private unfocused = false;
  private get dialog(): HTMLElement {
    return this.renderRoot.querySelector('.dialog')!;
  }

  #ringtone?: Ringtone;
  #ringing?: string;
  #focus?: RingFocus;

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
    this.#ringtone?.play(undefined);
    this.#ringing = undefined;
  }

  protected override snapshotChanged(_previous: CallSnapshot | undefined, next: CallSnapshot | undefined): void {
    // At once, not with the next rendering.
    if (!isRinging(next)) this.#ringtone?.play(undefined);
  }

  override render(): TemplateResult {
    const call = isRinging(this.snapshot) ? this.call : undefined;
    const parts = call && this.parts;
    this.setStates(call && 'ringing');
    if (parts) {
      this.wear(parts.ringStyles);
      this.#focus ??= new parts.RingFocus();
      this.#ringtone ??= new parts.Ringtone();
    }
    const guard = this.#focus?.guard;
    return html`<div part="dialog" class="dialog ${parts ? 'open' : ''} ${this.inline ? 'inline' : ''}" role="alertdialog" tabindex="-1"
      popover=${this.inline ? nothing : 'manual'} aria-labelledby="name" aria-describedby="type"
      @keydown=${guard} @keyup=${guard}>
      ${call && parts ? parts.ringCard(call, this.person(call.remoteUserId), this.word) : nothing}
    </div><p class="heard" role="alert">${call && this.unfocused ? this.#alarm(call) : nothing}</p>`;
  }

  override updated(): void {
    if (!this.isConnected) return;
    const callId = isRinging(this.snapshot) && callParts() ? this.call?.callId : undefined;
    this.#ringtone?.play(callId && !this.silent ? 'ring' : undefined);
    if (callId === this.#ringing) return;
    if (callId) this.#open();
    else this.#close();
    this.#ringing = callId;
  }

  #open(): void {
    if (!this.inline && !this.#isOpen()) this.dialog.showPopover();
    this.unfocused = !this.#focus!.take(this.dialog);
  }

  #close(): void {
    const focused = deepActiveElement();
    // As seen from where this element stands, focus inside it is on it.
    const { activeElement } = this.getRootNode() as Document | ShadowRoot;
    const lost = !focused || focused === document.body || this.contains(activeElement);
    if (this.#isOpen()) this.dialog.hidePopover();
    if (lost) this.#focus?.giveBack();
  }

  #isOpen(): boolean {
    return this.dialog.matches(':popover-open');
  }

  /** For those who are typing, whose focus does not move here: it is read out. */
  #alarm({ remoteUserId, type }: CallInfo): string {
    return `${this.word('isCalling', { name: this.person(remoteUserId).name })}. ${this.word(type === 'video' ? 'incomingVideo' : 'incomingAudio')}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'incoming-call': IncomingCall;
  }
}
