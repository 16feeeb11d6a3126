import { css, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { CallElement } from './call-element.ts';
import type { Control, ControlUse } from './controls.ts';
import { callParts } from './load-call-parts.ts';
import type { CallParts } from './load-call-parts.ts';
import { tokens } from './shared.styles.ts';

export type ControlIcon = 'microphone' | 'microphoneOff' | 'camera' | 'cameraOff' | 'phone' | 'hangup';

/** How a control looks now. */
export interface ControlLook {
  readonly icon: ControlIcon;
  /** What it does, for tooltips and screen readers. Stays the same while `pressed` changes. */
  readonly label: string;
  readonly tone?: 'accept' | 'danger';
  /** Wider than high: the one that is meant. */
  readonly wide?: boolean;
  readonly disabled: boolean;
  /** For switches only. */
  readonly pressed?: boolean;
  readonly busy?: boolean;
}

/** A round button that acts on the call. What it shows and does is loaded with what only a call needs, and until then its place is kept. */
export abstract class CallControl extends CallElement {
  static override properties: PropertyDeclarations = { caption: { state: true } };
  static override shadowRootOptions: ShadowRootInit = { ...CallElement.shadowRootOptions, delegatesFocus: true };
  static override styles: CSSResultGroup = [
    tokens,
    css`
      :host { display: inline-flex; vertical-align: middle; min-inline-size: var(--_size); min-block-size: var(--_size); }
    `,
  ];

  private caption = '';

  protected abstract control(parts: CallParts): Control;

  protected override get needsParts(): boolean {
    return this.isConnected;
  }

  override render(): TemplateResult | typeof nothing {
    const { parts, caption } = this;
    const look = parts && this.control(parts).look(this.#use());
    this.setStates(look?.pressed && 'pressed', look?.disabled !== false && 'disabled');
    if (!look) return nothing;
    // Below what a page's own kind of it wants to be different.
    this.wear(parts!.faceStyles, 2);
    return parts!.controlFace(look, { caption, press: this.#press, captionChanged: this.#readCaption });
  }

  #use(): ControlUse {
    return { snapshot: this.snapshot, word: this.word, unlock: () => this.scope?.unlock() };
  }

  /** A click; the browser's user activation is still there. */
  #press = (): void => {
    this.request(...this.control(callParts()!).press(this.#use()));
  };

  #readCaption = (event: Event): void => {
    const nodes = (event.target as HTMLSlotElement).assignedNodes();
    this.caption = nodes.map((node) => node.textContent!.trim()).join(' ').trim();
  };
}
