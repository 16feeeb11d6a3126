import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { CallElement } from '../call-element.ts';
import { callParts } from '../load-call-parts.ts';
import { tokens } from '../shared.styles.ts';
import { statusWords } from '../status-words.ts';

/**
 * What is going on, in words: ringing, connecting, why the last call ended. Announced politely to screen readers.
 *
 * @tag call-status
 * @csspart base - The text.
 */
export class CallStatus extends CallElement {
  static override styles = [tokens, css`:host { color: inherit; font: inherit; }`];

  override render(): TemplateResult {
    return html`<span part="base" role="status">${statusWords(this.snapshot, this.word, (call) => callParts()?.reasonWords(call, this.person(call.remoteUserId).name, this.word))}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-status': CallStatus;
  }
}
