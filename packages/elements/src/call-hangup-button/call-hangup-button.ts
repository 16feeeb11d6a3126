import { CallControl } from '../call-control.ts';
import type { Control } from '../controls.ts';
import type { CallParts } from '../load-call-parts.ts';

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
  protected override control(parts: CallParts): Control {
    return parts.hangupControl;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-hangup-button': CallHangupButton;
  }
}
