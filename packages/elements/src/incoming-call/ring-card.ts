import type { CSSResult, TemplateResult } from 'lit';
import type { CallInfo } from '@call-elements/core';
import { answerButtons } from '../answer-buttons.ts';
import type { Person } from '../context.ts';
import { rings } from '../rings.styles.ts';
import { html } from '../html.ts';
import type { Word } from '../words.ts';
import own from './ring-card.styles.ts';

/** Worn over those of the dialog. */
export const styles: readonly CSSResult[] = [rings, own];

/** Who calls, and what can be done about it. */
export function ringCard(call: CallInfo, { name }: Person, word: Word): TemplateResult {
  return html`<div part="avatar" class="avatar rings"><slot name="avatar"><call-avatar user-id=${call.remoteUserId} aria-hidden="true"></call-avatar></slot></div>
    <h2 part="name" class="name" id="name"><slot name="name">${name}</slot></h2>
    <p part="type" class="type" id="type">${word(call.type === 'video' ? 'incomingVideo' : 'incomingAudio')}</p>
    <div part="actions" class="actions"><slot name="actions">${answerButtons(call, word)}</slot></div>`;
}
