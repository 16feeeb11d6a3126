import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { CallElement } from '../call-element.ts';
import { tokens } from '../shared.styles.ts';

/**
 * How long the call has been connected.
 *
 * @tag call-timer
 * @fires call-error - When what a call needs could not be loaded.
 * @csspart base - The digits.
 */
export class CallTimer extends CallElement {
  static override styles = [tokens, css`:host { color: inherit; font: inherit; font-variant-numeric: tabular-nums; }`];

  #tick?: ReturnType<typeof setTimeout>;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#tick);
  }

  override render(): TemplateResult {
    clearTimeout(this.#tick);
    const elapsed = Math.max(0, Date.now() - (this.call?.connectedAt ?? Infinity));
    const running = this.snapshot?.state === 'connected' && this.isConnected;
    // To the next full second, so that a late tick does not add up.
    if (running) this.#tick = setTimeout(() => this.requestUpdate(), 1000 - (elapsed % 1000));
    return html`<span part="base" role="timer">${running ? this.parts?.formatDuration(elapsed, this.language) : ''}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-timer': CallTimer;
  }
}
