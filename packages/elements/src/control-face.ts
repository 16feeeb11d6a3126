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
  /** What is written below it; may be empty. */
  readonly caption: string;
  press(): void;
  /** For the slot of the caption. */
  captionChanged(event: Event): void;
}

/** Those who speak to their browser say what they see: it has to be in the name (WCAG 2.5.3). */
function nameOf(label: string, caption: string): string {
  return label.toLowerCase().includes(caption.toLowerCase()) ? label : `${caption}, ${label}`;
}

/** The round button and its caption. */
export function controlFace({ icon, label, tone, wide, disabled, pressed, busy }: ControlLook, { caption, press, captionChanged }: FaceActions): TemplateResult {
  return html`<div class="base" part="base">
    <button part="button" class="${tone ?? ''} ${icon} ${wide ? 'wide' : ''}" type="button" title=${label} aria-label=${nameOf(label, caption)}
      aria-pressed=${pressed ?? nothing} aria-busy=${busy || nothing} ?disabled=${disabled} @click=${press}>${ICONS[icon]}</button>
    <span part="label" class="label ${caption ? 'filled' : ''}" aria-hidden="true" @click=${disabled ? nothing : press}><slot @slotchange=${captionChanged}></slot></span>
  </div>`;
}
