import { html, nothing } from 'lit';
import type { CSSResult, TemplateResult } from 'lit';
import type { ControlIcon, ControlLook } from './call-control.ts';
import { cameraOffIcon, hangupIcon, microphoneIcon, microphoneOffIcon } from './call-icons.ts';
import { cameraIcon, phoneIcon } from './icons.ts';
import { face } from './shared.styles.ts';
import own from './control-face.styles.ts';

/** Worn over those of the control. */
export const styles: readonly CSSResult[] = [face, own];

const ICONS: Record<ControlIcon, TemplateResult> = {
  microphone: microphoneIcon,
  microphoneOff: microphoneOffIcon,
  camera: cameraIcon,
  cameraOff: cameraOffIcon,
  phone: phoneIcon,
  hangup: hangupIcon,
};

export interface FaceActions {
  readonly captioned: boolean;
  press(): void;
  /** The caption came or went. */
  caption(event: Event): void;
}

/** The round button and its caption. */
export function controlFace({ icon, label, tone, disabled, pressed, busy }: ControlLook, { captioned, press, caption }: FaceActions): TemplateResult {
  return html`<div class="base" part="base">
    <button part="button" class="${tone ?? ''} ${icon}" type="button" title=${label} aria-label=${label}
      aria-pressed=${pressed ?? nothing} aria-busy=${busy || nothing} ?disabled=${disabled} @click=${press}>${ICONS[icon]}</button>
    <span part="label" class="label ${captioned ? 'filled' : ''}" aria-hidden="true"><slot @slotchange=${caption}></slot></span>
  </div>`;
}
