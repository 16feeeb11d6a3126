import { nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { CallInfo } from '@call-elements/core';
import { html } from './html.ts';
import type { Word } from './words.ts';

/** What can be done about a call that rings. */
export function answerButtons(call: CallInfo, word: Word): TemplateResult {
  return html`<call-reject-button>${word('decline')}</call-reject-button>
    ${call.type === 'video' ? html`<call-accept-button no-camera>${word('withoutCamera')}</call-accept-button>` : nothing}
    <call-accept-button class="answer">${word('accept')}</call-accept-button>`;
}
