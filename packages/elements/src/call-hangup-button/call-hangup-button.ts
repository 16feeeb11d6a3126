import { css } from 'lit';
import { CallControl } from '../call-control.ts';
import type { ControlLook } from '../call-control.ts';
import { canSwitchDevices, isDialling } from '../call-rules.ts';
import { CallHangupRequestEvent } from '../events.ts';

/**
 * Ends the call, or cancels it while it rings at the other side.
 *
 * @tag call-hangup-button
 * @slot - A caption below the button.
 * @fires call-hangup-request - Before it ends the call; cancel it to go on.
 * @fires call-error - When ending it failed.
 * @csspart base - Button and caption.
 * @csspart button - The button.
 * @csspart label - The caption.
 * @cssprop [--call-control-size=56px] - Height of the button.
 * @cssprop [--call-danger=#d92d20] - Its background.
 * @cssprop [--call-text-soft] - The caption.
 * @cssstate disabled - There is no call to end.
 */
export class CallHangupButton extends CallControl {
  static override styles = [CallControl.styles, css`:host { --_width: 1.3; }`];

  protected override look(): ControlLook {
    return { icon: 'hangup', label: this.word(isDialling(this.snapshot) ? 'cancelCall' : 'hangUp'), tone: 'danger', disabled: !canSwitchDevices(this.snapshot) };
  }

  protected override press(): void {
    const dialling = isDialling(this.snapshot);
    this.request(new CallHangupRequestEvent(), (client) => (dialling ? client.cancelCall() : client.hangup()));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-hangup-button': CallHangupButton;
  }
}
