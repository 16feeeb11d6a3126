import { CallControl } from '../call-control.ts';
import type { Control } from '../controls.ts';
import type { CallParts } from '../load-call-parts.ts';

/**
 * Mutes and unmutes the microphone.
 *
 * @tag call-microphone-button
 * @slot - A caption below the button.
 * @fires call-microphone-request - Before it switches; cancel it to leave things as they are. `on` is what was asked for.
 * @fires call-error - When the microphone could not be opened.
 * @csspart base - Button and caption.
 * @csspart button - The round button.
 * @csspart label - The caption.
 * @cssprop [--call-control-size=56px] - Diameter of the button.
 * @cssprop [--call-control] - Its background.
 * @cssprop [--call-text] - The icon, and the background while pressed.
 * @cssprop [--call-surface] - What the background leans towards under the pointer while pressed.
 * @cssprop [--call-text-soft] - The caption.
 * @cssstate pressed - The microphone is muted.
 * @cssstate disabled - There is no call to mute.
 */
export class CallMicrophoneButton extends CallControl {
  protected override control(parts: CallParts): Control {
    return parts.microphoneControl;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-microphone-button': CallMicrophoneButton;
  }
}
