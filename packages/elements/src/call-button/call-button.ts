import { html } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { css } from 'lit';
import type { CallType } from '@call-elements/core';
import { mistake } from '../mistake.ts';
import { CallElement } from '../call-element.ts';
import { CallDialRequestEvent } from '../events.ts';
import { cameraIcon, phoneIcon } from '../icons.ts';
import { face, pill, tokens } from '../shared.styles.ts';

/**
 * Calls a user.
 *
 * @tag call-button
 * @attr user-id - Whom to call.
 * @attr type - `video` (default) or `audio`.
 * @slot - The label. Default: "Video call" or "Call".
 * @fires call-dial-request - Before it dials; cancel it to do nothing.
 * @fires call-error - When the call could not be placed.
 * @csspart button - The button.
 * @csspart icon - Its icon.
 * @cssprop [--call-accept=#15803d] - Its background.
 * @cssstate disabled - The client cannot dial now: signed out, or in a call.
 */
export class CallButton extends CallElement {
  static override properties: PropertyDeclarations = {
    userId: { attribute: 'user-id' },
    type: {},
  };
  static override shadowRootOptions: ShadowRootInit = { ...CallElement.shadowRootOptions, delegatesFocus: true };
  static override styles: CSSResultGroup = [tokens, face, pill, css`:host { display: inline-block; }`];

  /** Whom to call. */
  userId = '';
  type: CallType = 'video';

  override render(): TemplateResult {
    const audio = this.#callType() === 'audio';
    const disabled = this.snapshot?.state !== 'prepared' || this.snapshot.signal !== 'online' || !this.userId;
    this.setStates(disabled && 'disabled');
    return html`<button part="button" class="pill primary" type="button" ?disabled=${disabled} @click=${this.#dial}>
      <span part="icon">${audio ? phoneIcon : cameraIcon}</span><slot>${this.word(audio ? 'audioCall' : 'videoCall')}</slot>
    </button>`;
  }

  #callType(): CallType {
    if (this.type === 'audio' || this.type === 'video') return this.type;
    mistake(this, 'type', this.type);
    return 'video';
  }

  #dial(): void {
    const { userId } = this;
    const type = this.#callType();
    this.request(new CallDialRequestEvent(userId, type), (client) => {
      this.scope?.unlock();
      return client.call(userId, { type });
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-button': CallButton;
  }
}
