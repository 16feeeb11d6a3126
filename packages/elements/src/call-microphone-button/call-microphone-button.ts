import { CallControl } from '../call-control.ts';
import type { ControlLook } from '../call-control.ts';
import { CallMicrophoneRequestEvent } from '../events.ts';
import { canSwitchDevices } from '../call-rules.ts';

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
  protected override look(): ControlLook {
    const device = this.call?.local.microphone;
    const off = device?.state === 'off' || device?.state === 'failed';
    return { icon: off ? 'microphoneOff' : 'microphone', label: this.word('muteMicrophone'), pressed: off, busy: device?.state === 'asking', disabled: !canSwitchDevices(this.snapshot) };
  }

  protected override press(): void {
    // While it is being opened it counts as on: a press then means off.
    const on = this.look().pressed === true;
    this.request(new CallMicrophoneRequestEvent(on), (client) => client.setMicrophone(on));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-microphone-button': CallMicrophoneButton;
  }
}
