import { css } from 'lit';
import { CallControl } from '../call-control.ts';
import type { ControlLook } from '../call-control.ts';
import { isRinging } from '../call-rules.ts';
import { CallRejectRequestEvent } from '../events.ts';

/**
 * Declines the call that rings.
 *
 * @tag call-reject-button
 * @slot - A caption below the button.
 * @fires call-reject-request - Before it declines; cancel it to let it ring on.
 * @fires call-error - When declining failed.
 * @csspart base - Button and caption.
 * @csspart button - The round button.
 * @csspart label - The caption.
 * @cssprop [--call-control-size=56px] - Diameter of the button.
 * @cssprop [--call-danger=#d92d20] - Its background.
 * @cssprop [--call-text-soft] - The caption.
 * @cssstate disabled - Nothing rings.
 */
export class CallRejectButton extends CallControl {
  static override styles = [CallControl.styles, css`svg { inline-size: 54%; }`];

  protected override look(): ControlLook {
    return { icon: 'hangup', label: this.word('declineCall'), tone: 'danger', disabled: !isRinging(this.snapshot) };
  }

  protected override press(): void {
    this.request(new CallRejectRequestEvent(), (client) => client.reject());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-reject-button': CallRejectButton;
  }
}
