import type { PropertyDeclarations } from 'lit';
import { CallControl } from '../call-control.ts';
import type { Control } from '../controls.ts';
import type { CallParts } from '../load-call-parts.ts';

/**
 * Accepts the call that rings.
 *
 * @tag call-accept-button
 * @attr no-camera - Accept a video call without one's own camera.
 * @slot - A caption below the button.
 * @fires call-accept-request - Before it accepts; cancel it to let it ring on. `camera` says whether the camera would be used.
 * @fires call-error - When accepting failed.
 * @csspart base - Button and caption.
 * @csspart button - The round button.
 * @csspart label - The caption.
 * @cssprop [--call-control-size=56px] - Diameter of the button.
 * @cssprop [--call-accept=#15803d] - Its background.
 * @cssprop [--call-text-soft] - The caption.
 * @cssstate disabled - Nothing rings.
 */
export class CallAcceptButton extends CallControl {
  static override properties: PropertyDeclarations = { noCamera: { type: Boolean, attribute: 'no-camera' } };
  /** Accept without the camera. */
  noCamera = false;

  protected override control(parts: CallParts): Control {
    return this.noCamera ? parts.acceptWithoutCameraControl : parts.acceptControl;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-accept-button': CallAcceptButton;
  }
}
