import { nothing } from 'lit';
import type { CSSResult, TemplateResult } from 'lit';
import type { CallInfo } from '@call-elements/core';
import { answerButtons } from '../answer-buttons.ts';
import { alarm } from '../call-panel/announcement.ts';
import type { Person } from '../context.ts';
import { heard } from '../heard.styles.ts';
import { html } from '../html.ts';
import type { RingFocus } from '../ring-focus.ts';
import { rings } from '../rings.styles.ts';
import type { Word } from '../words.ts';
import card from './ring-card.styles.ts';
import dialog from './ring-dialog.styles.ts';

/** Worn over those of the element. */
export const styles: readonly CSSResult[] = [dialog, rings, card, heard];

export interface RingModel {
  /** The call that rings. */
  readonly call?: CallInfo;
  readonly person: Person;
  readonly word: Word;
  readonly inline: boolean;
  readonly guard: RingFocus['guard'];
  /** The focus did not come here, so it is read out. */
  readonly unfocused: boolean;
}

/** The dialog, which is there and hidden while nothing rings, with its live region. */
export function ringDialog(model: RingModel): TemplateResult {
  const { call, person, word, inline, guard, unfocused } = model;
  return html`<dialog class="frame" role="alertdialog" closedby="none" aria-labelledby="name" aria-describedby="type">
      <div part="dialog" class="dialog ${call ? 'open' : ''} ${inline ? 'inline' : ''}" role="document" tabindex="-1" popover=${inline ? nothing : 'manual'} @keydown=${guard} @keyup=${guard}>
        ${call ? ringCard(call, person, word) : nothing}
      </div>
    </dialog>
    <p class="heard" role="alert">${call && unfocused ? alarm(call, person.name, word) : nothing}</p>`;
}

/** Who calls, and what can be done about it. */
function ringCard(call: CallInfo, { name }: Person, word: Word): TemplateResult {
  return html`<div part="avatar" class="avatar rings"><slot name="avatar"><call-avatar user-id=${call.remoteUserId} aria-hidden="true"></call-avatar></slot></div>
    <h2 part="name" class="name" id="name"><slot name="name">${name}</slot></h2>
    <p part="type" class="type" id="type">${word(call.type === 'video' ? 'incomingVideo' : 'incomingAudio')}</p>
    <div part="actions" class="actions"><slot name="actions">${answerButtons(call, word)}</slot></div>`;
}
