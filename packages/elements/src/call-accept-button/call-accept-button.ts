import type { PropertyDeclarations } from 'lit';
import { CallControl } from '../call-control.ts';
import type { ControlLook } from '../call-control.ts';
import { isRinging } from '../call-rules.ts';
import { CallAcceptRequestEvent } from '../events.ts';

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

  protected override look(): ControlLook {
    const video = this.call?.type === 'video';
    const icon = this.noCamera ? 'cameraOff' : video ? 'camera' : 'phone';
    const label = this.word(this.noCamera ? 'acceptWithoutCamera' : 'acceptCall');
    return { icon, label, tone: this.noCamera ? undefined : 'accept', disabled: !isRinging(this.snapshot) };
  }

  protected override press(): void {
    const camera = !this.noCamera && this.call?.type === 'video';
    this.request(new CallAcceptRequestEvent(camera), (client) => {
      this.scope?.unlock();
      return client.accept(this.noCamera ? { camera: false } : {});
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-accept-button': CallAcceptButton;
  }
}
