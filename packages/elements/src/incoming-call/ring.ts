import type { TemplateResult } from 'lit';
import { hideCard, showCard } from '../ring-dialog.ts';
import { RingFocus } from '../ring-focus.ts';
import { Ringtone } from '../ringtone.ts';
import { ringDialog } from './ring-card.ts';
import type { RingModel } from './ring-card.ts';

/** The element that rings, as far as its ring needs it. */
export interface RingHost {
  readonly silent: boolean;
  readonly inline: boolean;
  readonly renderRoot: DocumentFragment | HTMLElement;
  requestUpdate(): void;
}

/** What `<incoming-call>` does while it rings: the card, the tone and the focus. */
export class Ring {
  readonly #host: RingHost;
  readonly #ringtone = new Ringtone();
  readonly #focus = new RingFocus();
  /** The call whose card is shown. */
  #shown?: string;
  #unfocused = false;

  constructor(host: RingHost) {
    this.#host = host;
  }

  render(model: Omit<RingModel, 'inline' | 'guard' | 'unfocused'>): TemplateResult {
    return ringDialog({ ...model, inline: this.#host.inline, guard: this.#focus.guard, unfocused: this.#unfocused });
  }

  /** After each rendering: the call that rings now, if any. */
  settle(callId: string | undefined): void {
    const { silent, inline } = this.#host;
    this.#ringtone.play(callId && !silent ? 'ring' : undefined);
    if (callId === this.#shown) return;
    this.#shown = callId;
    if (!inline) (callId ? showCard : hideCard)(this.#card);
    if (!callId) return this.#focus.end(this.#card);
    this.#unfocused = !this.#focus.take(this.#card);
    this.#host.requestUpdate();
  }

  /** At once, not with the next rendering. */
  hush(): void {
    this.#ringtone.play(undefined);
  }

  /** The element is out of the document, and with it the card. */
  stop(): void {
    this.hush();
    this.#shown = undefined;
    this.#focus.end(this.#card);
  }

  get #card(): HTMLElement {
    return this.#host.renderRoot.querySelector('.dialog')!;
  }
}
