import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { CallInfo, CallSnapshot } from '@call-elements/core';
import { CallElement } from '../call-element.ts';
import { isAnswered, isDialling } from '../call-rules.ts';
import { swapIcon } from '../icons.ts';
import { rings } from '../rings.styles.ts';
import { Ringtone } from '../ringtone.ts';
import { pill, tokens } from '../shared.styles.ts';
import { statusWords } from '../status-words.ts';
import { word } from '../words.ts';
import styles from './call-panel.styles.ts';
import { badges, deviceBanner, endedScreen, hero, idleScreen, soundButton, topBar } from './panel-parts.ts';
import { panelView, tilePlaces } from './panel-view.ts';
import type { PanelView } from './panel-view.ts';

const ENDED_MS = 6000;
const QUIET_MS = 4000;

/**
 * The whole call: dialling, the pictures, the controls, and why it ended.
 *
 * Fills its box; give it a height. Without one it is 26rem high, or what a low window has.
 *
 * @tag call-panel
 * @attr silent - No ringback tone while it rings at the other side.
 * @attr cover - Crop the peer's picture to fill the panel.
 * @slot idle - While there is no call.
 * @slot ended - In place of the screen that says why a call ended.
 * @slot actions - More buttons, before hang up.
 * @fires call-microphone-request - Before it mutes or unmutes.
 * @fires call-camera-request - Before the camera goes on or off.
 * @fires call-hangup-request - Before it hangs up or cancels.
 * @fires call-dial-request - Before "Call again" dials.
 * @csspart stage - The whole surface.
 * @csspart remote - The peer's picture.
 * @csspart local - One's own picture.
 * @csspart swap - The button over the small picture that swaps the two.
 * @csspart hero - Avatar, name and status in the middle.
 * @csspart avatar - The avatar with its rings.
 * @csspart name - The peer's name.
 * @csspart status - What is going on.
 * @csspart bar - Name and time over the picture.
 * @csspart timer - How long it has lasted.
 * @csspart badges - The badges.
 * @csspart badge - One of them: reconnecting, peer muted.
 * @csspart banner - What is wrong with a device.
 * @csspart sound - The button that lets blocked sound play.
 * @csspart controls - The row of buttons.
 * @csspart idle - The screen without a call.
 * @csspart ended - The screen after a call.
 * @csspart reason - Why it ended.
 * @csspart duration - How long it lasted.
 * @csspart close - The button that dismisses it.
 * @cssprop [--call-surface] - Background.
 * @cssprop [--call-radius=24px] - Corners.
 * @cssprop [--call-text] - Text.
 * @cssprop [--call-text-soft] - Less important text.
 * @cssprop [--call-accent] - Focus rings.
 * @cssprop [--call-font] - Typeface.
 * @cssstate calling - Dialling, or being rung.
 * @cssstate connecting - Accepted.
 * @cssstate connected - In a call.
 * @cssstate ended - Shows why the last call ended.
 */
export class CallPanel extends CallElement {
  static override styles: CSSResultGroup = [tokens, pill, rings, styles];

  /** No ringback tone. */
  @property({ type: Boolean }) silent = false;
  /** Crop the peer's picture to fill. */
  @property({ type: Boolean }) cover = false;
  @state() private swapped = false;
  @state() private quiet = false;
  @state() private ended?: CallInfo;
  @state() private dismissed?: string;
  @query('.stage') private stage!: HTMLElement;

  #ringback = new Ringtone('ringback');
  #endedTimer?: ReturnType<typeof setTimeout>;
  #quietTimer?: ReturnType<typeof setTimeout>;

  constructor() {
    super();
    this.shareScope();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#ringback.stop();
    this.#dismiss();
    clearTimeout(this.#quietTimer);
  }

  protected override snapshotChanged(previous: CallSnapshot | undefined, next: CallSnapshot | undefined): void {
    if (!isDialling(next)) this.#ringback.stop();
    if (next?.call?.callId !== previous?.call?.callId) {
      this.swapped = false;
      this.dismissed = undefined;
      this.#dismiss();
      if (previous?.call && next && !next.call && next.lastCall) this.#showEnd(next.lastCall);
    }
    if (next?.state !== previous?.state) this.#wake();
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const view = this.#view;
    this.setStates((view === 'outgoing' || view === 'incoming') && 'calling', view);
  }

  override updated(): void {
    if (this.isConnected && isDialling(this.snapshot) && !this.silent) this.#ringback.start();
    else this.#ringback.stop();
  }

  override render(): TemplateResult {
    const view = this.#view;
    const { call } = this;
    const places = tilePlaces(view, call, this.swapped);
    const filmed = places.remote === 'large' || places.local === 'large';
    const about = call ?? this.ended;
    return html`<section part="stage" class="stage ${view} ${filmed ? 'filmed' : ''} ${this.quiet && filmed ? 'quiet' : ''}" aria-label=${about && call ? word('callWith', { name: this.person(about.remoteUserId).name }) : nothing}
      @pointermove=${this.#wake} @pointerdown=${this.#wake} @focusin=${this.#wake}>
      ${about ? html`<div class="backdrop" aria-hidden="true"><call-avatar user-id=${about.remoteUserId}></call-avatar></div>` : nothing}
      <call-video part="remote" class="tile ${places.remote}" ?cover=${this.cover || places.remote === 'small'} ?inert=${places.remote === 'none'}></call-video>
      <call-video part="local" class="tile ${places.local}" local ?inert=${places.local === 'none'}></call-video>
      ${places.remote === 'small' || places.local === 'small' ? html`<button part="swap" class="swap" type="button" aria-label=${word('swapPictures')} title=${word('swapPictures')} @click=${() => (this.swapped = !this.swapped)}>${swapIcon}</button>` : nothing}
      ${call ? this.#renderCall(view, call, filmed) : view === 'ended' ? endedScreen(this.ended!, this.person(this.ended!.remoteUserId), () => this.#dismiss()) : idleScreen(this.#idleWords())}
    </section>`;
  }

  #renderCall(view: PanelView, call: CallInfo, filmed: boolean): TemplateResult {
    const person = this.person(call.remoteUserId);
    const answered = isAnswered(this.snapshot);
    const status = view === 'connected' ? html`<call-timer part="timer"></call-timer>` : html`<call-status></call-status>`;
    return html`
      <div class="top">
        ${answered && filmed ? topBar(person, status) : nothing}
        ${badges(call, answered)}
        ${this.dismissed === call.callId ? nothing : deviceBanner(call, () => (this.dismissed = call.callId))}
      </div>
      ${answered && filmed ? nothing : hero(call, person, !answered, status)}
      <div class="bottom">
        ${answered && this.scope?.audioBlocked ? soundButton(person, () => this.scope?.unlock()) : nothing}
        ${view === 'incoming' ? nothing : this.#renderControls(call, answered)}
      </div>`;
  }

  #renderControls(call: CallInfo, answered: boolean): TemplateResult {
    return html`<div part="controls" class="controls" role="group" aria-label=${word('controls')}>
      ${answered ? html`<call-microphone-button></call-microphone-button>` : nothing}
      ${answered && call.type === 'video' ? html`<call-camera-button></call-camera-button>` : nothing}
      <slot name="actions"></slot>
      <call-hangup-button></call-hangup-button>
    </div>`;
  }

  get #view(): PanelView {
    return panelView(this.snapshot, this.ended);
  }

  #idleWords(): string {
    const { snapshot } = this;
    return snapshot?.state === 'prepared' && snapshot.signal === 'online' ? word('noCall') : statusWords(snapshot, (userId) => this.person(userId).name);
  }

  #showEnd(call: CallInfo): void {
    this.ended = call;
    const wait = (): void => {
      // Not from under a pointer or the focus that is about to use it.
      this.#endedTimer = setTimeout(() => (this.stage?.matches('.ended:hover, .ended:focus-within') ? wait() : this.#dismiss()), ENDED_MS);
    };
    wait();
  }

  #dismiss(): void {
    clearTimeout(this.#endedTimer);
    this.ended = undefined;
  }

  /** Shows the controls, and hides them again when nobody uses them: only over a picture, and never from under the focus. */
  #wake(): void {
    this.quiet = false;
    clearTimeout(this.#quietTimer);
    if (!isAnswered(this.snapshot) || this.call?.type !== 'video' || !matchMedia('(hover: hover)').matches) return;
    this.#quietTimer = setTimeout(() => (this.renderRoot.querySelector(':focus') ? this.#wake() : (this.quiet = true)), QUIET_MS);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-panel': CallPanel;
  }
}
