import { CallControl } from '../call-control.ts';
import type { Control } from '../controls.ts';
import type { CallParts } from '../load-call-parts.ts';

/**
 * Turns the camera off and on.
 *
 * @tag call-camera-button
 * @slot - A caption below the button.
 * @fires call-camera-request - Before it switches; cancel it to leave things as they are. `on` is what was asked for.
 * @fires call-error - When the camera could not be opened.
 * @csspart base - Button and caption.
 * @csspart button - The round button.
 * @csspart label - The caption.
 * @cssprop [--call-control-size=56px] - Diameter of the button.
 * @cssprop [--call-control] - Its background.
 * @cssprop [--call-text] - The icon, and the background while pressed.
 * @cssprop [--call-surface] - What the background leans towards under the pointer while pressed.
 * @cssprop [--call-text-soft] - The caption.
 * @cssstate pressed - The camera is off.
 * @cssstate disabled - There is no call.
 */
export class CallCameraButton extends CallControl {
  protected override control(parts: CallParts): Control {
    return parts.cameraControl;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-camera-button': CallCameraButton;
  }
}
