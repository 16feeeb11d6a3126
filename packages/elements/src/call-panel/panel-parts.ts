import { nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { CallInfo } from '@call-elements/core';
import type { Person } from '../context.ts';
import { deviceWords } from '../device-words.ts';
import { formatDuration } from '../duration.ts';
import { html } from '../html.ts';
import { reasonWords } from '../reason-words.ts';
import type { Word } from '../words.ts';
import type { ScreenModel } from './call-screen.ts';
import { closeIcon, microphoneOffIcon, soundIcon, warningIcon } from '../call-icons.ts';

type Part = TemplateResult | typeof nothing;

/** To call again would end in the same way, or call somebody who is being talked to. */
const NO_USE: readonly (CallInfo['endReason'])[] = ['unsupported', 'answeredElsewhere'];

/** The peer's avatar, blurred, behind everything. */
export function backdrop({ remoteUserId }: CallInfo): TemplateResult {
  return html`<div class="backdrop" aria-hidden="true"><call-avatar class="glow" user-id=${remoteUserId}></call-avatar></div>`;
}

/** Avatar, name and what is going on, in the middle. */
export function hero(call: CallInfo, { name }: Person, ringing: boolean, status: Part | string): TemplateResult {
  return html`<div part="hero" class="hero live">
    <div part="avatar" class="avatar ${ringing ? 'rings' : ''}"><call-avatar class="face" user-id=${call.remoteUserId} aria-hidden="true"></call-avatar></div>
    <h2 part="name" class="name">${name}</h2>
    <p part="status" class="status">${status}</p>
  </div>`;
}

/** Name and time, or what is going on, over the picture; and at its end what does not go into the row of buttons, where it would reach the small picture. */
export function topBar({ name }: Person, status: Part | string, end: Part): TemplateResult {
  return html`<div part="bar" class="bar"><span part="name" class="bar-name">${name}</span><span part="status" class="bar-status">${status}</span>${end}</div>`;
}

export function badges(call: CallInfo, { name }: Person, connected: boolean, word: Word): TemplateResult {
  const reconnecting = connected && call.media?.phase === 'reconnecting';
  const muted = connected && !call.remote.microphone;
  return html`<div part="badges" class="badges">
    ${reconnecting ? html`<span part="badge" class="badge warn"><span class="spinner"></span>${word('reconnecting')}</span>` : nothing}
    ${muted ? html`<span part="badge" class="badge">${microphoneOffIcon}${word('peerIsMuted', { name })}</span>` : nothing}
  </div>`;
}

/** What is wrong with a device and what helps, until it works or was dismissed. */
export function deviceBanner(call: CallInfo, word: Word, dismiss: () => void): Part {
  const { microphone, camera } = call.local;
  const mute = microphone.state === 'failed';
  const blind = camera.state === 'failed';
  if (!mute && !blind) return nothing;
  const code = (mute ? microphone : camera).error?.code ?? 'deviceFailed';
  // One prompt refuses both: then both are named. Of two different troubles the first is shown, sound before picture.
  const both = mute && blind && camera.error?.code === code;
  return html`<div part="banner" class="banner" role="alert">${warningIcon}
    <span>${deviceWords(code, both ? 'bothDevices' : mute ? 'microphone' : 'camera', word)}</span>
    <button class="close" type="button" aria-label=${word('close')} title=${word('close')} @click=${dismiss}>${closeIcon}</button>
  </div>`;
}

export function soundButton({ name }: Person, word: Word, unlock: () => void): TemplateResult {
  return html`<button part="sound" class="pill sound" type="button" @click=${unlock}>${soundIcon}${word('tapToHear', { name })}</button>`;
}

export function endedScreen({ call, person: { name }, word, language, dismissEnd }: ScreenModel): TemplateResult {
  const lasted = call.connectedAt && call.endedAt ? formatDuration(call.endedAt - call.connectedAt, language) : undefined;
  return html`${backdrop(call)}<div part="ended" class="hero ended"><slot name="ended">
    <div part="avatar" class="avatar"><call-avatar class="face" user-id=${call.remoteUserId} aria-hidden="true"></call-avatar></div>
    <h2 part="name" class="name">${name}</h2>
    <p part="reason" class="status">${reasonWords(call, name, word)}</p>
    ${lasted ? html`<p part="duration" class="duration">${word('duration', { time: lasted })}</p>` : nothing}
    <div class="choices">
      ${NO_USE.includes(call.endReason) ? nothing : html`<call-button user-id=${call.remoteUserId} type=${call.type}>${word('callAgain')}</call-button>`}
      <button part="close" class="pill" type="button" @click=${dismissEnd}>${word('close')}</button>
    </div>
  </slot></div>`;
}
