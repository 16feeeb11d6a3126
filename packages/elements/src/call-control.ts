import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { CallElement } from './call-element.ts';
import styles from './call-control.styles.ts';
import { face, tokens } from './shared.styles.ts';

/** How a control looks now. */
export interface ControlLook {
  readonly icon: TemplateResult;
  /** What it does, for tooltips and screen readers. Stays the same while `pressed` changes. */
  readonly label: string;
  readonly tone?: 'accept' | 'danger';
  readonly disabled: boolean;
  /** For switches only. */
  readonly pressed?: boolean;
  readonly busy?: boolean;
}

/** A round button that acts on the call. */
export abstract class CallControl extends CallElement {
  static override properties: PropertyDeclarations = { captioned: { state: true } };
  static override shadowRootOptions: ShadowRootInit = { ...CallElement.shadowRootOptions, delegatesFocus: true };
  static override styles: CSSResultGroup = [tokens, face, styles];

  private captioned = false;

  protected abstract look(): ControlLook;
  /** A click; the browser's user activation is still there. */
  protected abstract press(): void;

  override render(): TemplateResult {
    const { icon, label, tone, disabled, pressed, busy } = this.look();
    this.setStates(pressed && 'pressed', disabled && 'disabled');
    return html`<div class="base" part="base">
      <button part="button" class=${tone ?? ''} type="button" title=${label} aria-label=${label}
        aria-pressed=${pressed ?? nothing} aria-busy=${busy || nothing} ?disabled=${disabled} @click=${this.press}>${icon}</button>
      <span part="label" class="label ${this.captioned ? 'filled' : ''}" aria-hidden="true"><slot @slotchange=${this.#caption}></slot></span>
    </div>`;
  }

  #caption(event: Event): void {
    this.captioned = (event.target as HTMLSlotElement).assignedNodes().some((node) => node.textContent?.trim());
  }
}
