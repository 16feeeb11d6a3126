import { css, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import type { CallSnapshot } from '@call-elements/core';
import { CallElement } from '../call-element.ts';
import { isRinging } from '../call-rules.ts';
import { announceRinger } from '../context.ts';
import type { Ringer } from '../context.ts';
import { callParts } from '../load-call-parts.ts';
import type { RingFocus } from '../ring-focus.ts';
import type { Ringtone } from '../ringtone.ts';
import { tokens } from '../shared.styles.ts';

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
export class IncomingCall extends CallElement implements Ringer {
  static override properties: PropertyDeclarations = {
    silent: { type: Boolean },
    inline: { type: Boolean },
    unfocused: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, css`:host { display: contents; }`];

  readonly isSubstitute = false;
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
    this.#focus?.end(this.dialog);
  }

  protected override snapshotChanged(_previous: CallSnapshot | undefined, next: CallSnapshot | undefined): void {
    // At once, not with the next rendering.
    if (!isRinging(next)) this.#ringtone?.play(undefined);
  }

  protected override clientChanged(): void {
    announceRinger(this, true);
  }

  override render(): TemplateResult | typeof nothing {
    const call = isRinging(this.snapshot) ? this.call : undefined;
    const parts = call ? this.parts : callParts();
    this.setStates(call && 'ringing');
    if (!parts) return nothing;
    this.wear(parts.ringStyles);
    this.#ringtone ??= new parts.Ringtone();
    const { guard } = (this.#focus ??= new parts.RingFocus());
    const { word, inline, unfocused } = this;
    return parts.ringDialog({ call, person: this.person(call?.remoteUserId ?? ''), word, inline, guard, unfocused });
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
    if (!this.inline) callParts()!.showCard(this.dialog);
    this.unfocused = !this.#focus!.take(this.dialog);
  }

  #close(): void {
    if (!this.inline) callParts()?.hideCard(this.dialog);
    this.#focus?.end(this.dialog);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'incoming-call': IncomingCall;
  }
}
