import { CallControl } from '../call-control.ts';
import type { Control } from '../controls.ts';
import type { CallParts } from '../load-call-parts.ts';

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
  protected override control(parts: CallParts): Control {
    return parts.rejectControl;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-reject-button': CallRejectButton;
  }
}
