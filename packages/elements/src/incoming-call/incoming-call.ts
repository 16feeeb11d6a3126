import { css, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import type { CallInfo, CallSnapshot } from '@call-elements/core';
import { CallElement } from '../call-element.ts';
import { isRinging } from '../call-rules.ts';
import { announceRinger } from '../context.ts';
import type { Ringer } from '../context.ts';
import { callParts } from '../load-call-parts.ts';
import { tokens } from '../shared.styles.ts';
import type { Ring } from './ring.ts';

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
  };
  static override styles: CSSResultGroup = [tokens, css`:host { display: contents; }`];

  readonly isSubstitute = false;
  /** No ringtone. */
  silent = false;
  /** In its own place instead of over the page. */
  inline = false;
  #ring?: Ring;

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
    this.#ring?.stop();
  }

  protected override snapshotChanged(_previous: CallSnapshot | undefined, next: CallSnapshot | undefined): void {
    if (!isRinging(next)) this.#ring?.hush();
  }

  protected override clientChanged(): void {
    announceRinger(this, true);
  }

  override render(): TemplateResult | typeof nothing {
    const call = this.#ringing();
    const parts = call ? this.parts : callParts();
    this.setStates(call && 'ringing');
    if (!parts) return nothing;
    this.wear(parts.ringStyles);
    return (this.#ring ??= new parts.Ring(this)).render({ call, person: this.person(call?.remoteUserId ?? ''), word: this.word });
  }

  override updated(): void {
    if (this.isConnected) this.#ring?.settle(this.#ringing()?.callId);
  }

  #ringing(): CallInfo | undefined {
    return isRinging(this.snapshot) ? this.call : undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'incoming-call': IncomingCall;
  }
}
