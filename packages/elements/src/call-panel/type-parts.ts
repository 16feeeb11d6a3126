import { nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { CallType } from '@call-elements/core';
import { closeIcon } from '../call-icons.ts';
import { html } from '../html.ts';
import { cameraIcon, phoneIcon } from '../icons.ts';
import type { ScreenModel } from './call-screen.ts';

type Part = TemplateResult | typeof nothing;

/** The peer asks for video, and the user says yes or no; or the user asked, waits, and may think better of it. */
export function typePrompt({ call: { typeRequest }, person: { name }, word, switchType }: ScreenModel): Part {
  if (!typeRequest) return nothing;
  const waits = typeRequest === 'outgoing';
  const text = word(waits ? 'askedForVideo' : 'asksForVideo', { name });
  const answer = (type: CallType, label: string, look: string) => html`<button class="pill ${look}" type="button" @click=${() => switchType(type)}>${label}</button>`;
  const takeBack = word('takeBackVideo');
  return html`<div part="request" class="banner request" role="group" aria-label=${text}>
    ${waits ? html`<span class="spinner"></span>` : nothing}<span>${text}</span>
    ${waits
      ? html`<button class="close" type="button" aria-label=${takeBack} title=${takeBack} @click=${() => switchType('audio')}>${closeIcon}</button>`
      : html`<div class="answers">${answer('audio', word('decline'), '')}${answer('video', word('agree'), 'primary')}</div>`}
  </div>`;
}

/** What the call can become. */
export function typeButton({ call: { type, typeRequest, canSwitchType }, word, switchType }: ScreenModel): Part {
  // A question is answered, or taken back, where it stands.
  if (!canSwitchType || typeRequest) return nothing;
  const to: CallType = type === 'video' ? 'audio' : 'video';
  const label = word(to === 'audio' ? 'switchToAudio' : 'turnOnVideo');
  return html`<button part="type" class="round" type="button" aria-label=${label} title=${label} @click=${() => switchType(to)}>${to === 'audio' ? phoneIcon : cameraIcon}</button>`;
}
