import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import type { CallInfo, CallSnapshot } from '@call-elements/core';
import { CallElement } from '../call-element.ts';
import { isAnswered, isDialling, isRinging } from '../call-rules.ts';
import { hasRinger } from '../context.ts';
import { phoneIcon } from '../icons.ts';
import { callParts } from '../load-call-parts.ts';
import { Ringtone } from '../ringtone.ts';
import { tokens } from '../shared.styles.ts';
import { statusWords } from '../status-words.ts';
import { word } from '../words.ts';
import styles from './call-panel.styles.ts';
import { panelView, tilePlaces } from './panel-view.ts';
import type { PanelView, TilePlaces } from './panel-view.ts';

const ENDED_MS = 6000;
const QUIET_MS = 4000;

/**
 * The whole call: dialling, being rung, the pictures, the controls, and why it ended. It rings and takes the answer itself when the
 * document has no `<incoming-call>` for the same client.
 *
 * Fills its box; give it a height. Without one it is 26rem high, or what a low window has.
 *
 * @tag call-panel
 * @attr silent - No tones: neither ringing, nor the ringback while it rings at the other side.
 * @attr cover - Crop the peer's picture to fill the panel.
 * @slot idle - While there is no call.
 * @slot ended - In place of the screen that says why a call ended.
 * @slot actions - More buttons, before hang up.
 * @fires call-accept-request - Before it accepts.
 * @fires call-reject-request - Before it declines.
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
  static override properties: PropertyDeclarations = {
    silent: { type: Boolean },
    cover: { type: Boolean },
    swapped: { state: true },
    quiet: { state: true },
    ended: { state: true },
    dismissed: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, styles];

  /** No tones. */
  silent = false;
  /** Crop the peer's picture to fill. */
  cover = false;
  private swapped = false;
  private quiet = false;
  private ended?: CallInfo;
  private dismissed?: string;
  private get stage(): HTMLElement {
    return this.renderRoot.querySelector('.stage')!;
  }

  #ring = new Ringtone('ring');
  #ringback = new Ringtone('ringback');
  #endedTimer?: ReturnType<typeof setTimeout>;
  #quietTimer?: ReturnType<typeof setTimeout>;

  constructor() {
    super();
    this.shareScope();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sound(undefined);
    this.#dismiss();
    clearTimeout(this.#quietTimer);
  }

  protected override documentChanged(): void {
    super.documentChanged();
    // An <incoming-call> may have come or gone.
    if (isRinging(this.snapshot)) this.requestUpdate();
  }

  protected override snapshotChanged(previous: CallSnapshot | undefined, next: CallSnapshot | undefined): void {
    // At once, not with the next rendering.
    if (next?.state !== 'calling') this.#sound(undefined);
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
    const view = panelView(this.snapshot, this.ended);
    this.setStates((view === 'outgoing' || view === 'incoming') && 'calling', view);
    if (view !== 'idle' && this.parts) this.wear(this.parts.screenStyles);
  }

  override updated(): void {
    if (this.silent || !this.isConnected || !callParts()) this.#sound(undefined);
    else this.#sound(isDialling(this.snapshot) ? this.#ringback : this.#isAsked() ? this.#ring : undefined);
  }

  override render(): TemplateResult {
    const { call, ended } = this;
    const view = this.#view;
    const places = tilePlaces(view, call, this.swapped);
    const filmed = places.remote === 'large' || places.local === 'large';
    return html`<section part="stage" class="stage ${view} ${filmed ? 'filmed' : ''} ${this.quiet && filmed ? 'quiet' : ''}" aria-label=${call ? word('callWith', { name: this.person(call.remoteUserId).name }) : nothing}
      @pointermove=${this.#wake} @pointerdown=${this.#wake} @focusin=${this.#wake}>
      <call-video part="remote" class="tile ${places.remote}" ?cover=${this.cover || places.remote === 'small'} ?inert=${places.remote === 'none'}></call-video>
      <call-video part="local" class="tile ${places.local}" local ?inert=${places.local === 'none'}></call-video>
      ${view === 'idle' ? this.#renderIdle() : call ? this.#renderCall(view, call, places, filmed) : callParts()!.endedScreen(ended!, this.person(ended!.remoteUserId), () => this.#dismiss())}
    </section>`;
  }

  #renderIdle(): TemplateResult {
    return html`<div part="idle" class="hero idle"><slot name="idle">
      <div class="mark" aria-hidden="true">${phoneIcon}</div>
      <p class="status">${this.#idleWords()}</p>
    </slot></div>`;
  }

  #renderCall(view: PanelView, call: CallInfo, places: TilePlaces, filmed: boolean): TemplateResult {
    return callParts()!.callScreen({
      call,
      person: this.person(call.remoteUserId),
      view,
      places,
      filmed,
      asked: this.#isAsked(),
      soundBlocked: this.scope?.audioBlocked === true,
      bannerDismissed: this.dismissed === call.callId,
      swap: () => (this.swapped = !this.swapped),
      unlock: () => this.scope?.unlock(),
      dismissBanner: () => (this.dismissed = call.callId),
    });
  }

  /** It rings, and no `<incoming-call>` does it for us. */
  #isAsked(): boolean {
    return isRinging(this.snapshot) && !hasRinger(this.client);
  }

  #sound(tone: Ringtone | undefined): void {
    for (const other of [this.#ring, this.#ringback]) if (other !== tone) other.stop();
    if (tone) void this.attempt(() => tone.start());
  }

  get #view(): PanelView {
    return callParts() ? panelView(this.snapshot, this.ended) : 'idle';
  }

  #idleWords(): string {
    const { snapshot } = this;
    return snapshot?.state === 'prepared' && snapshot.signal === 'online' ? word('noCall') : statusWords(snapshot);
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
