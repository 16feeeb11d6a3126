import { nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import type { CallInfo, CallSnapshot, CallType } from '@call-elements/core';
import { CallElement } from '../call-element.ts';
import { isAnswered, isDialling, isRinging } from '../call-rules.ts';
import { announceRinger, ringerFor } from '../context.ts';
import type { Person, Ringer } from '../context.ts';
import { isFocusLost, isFocusOn } from '../focus.ts';
import { html } from '../html.ts';
import { phoneIcon } from '../icons.ts';
import { callParts } from '../load-call-parts.ts';
import type { CallParts } from '../load-call-parts.ts';
import type { Melody } from '../melodies.ts';
import type { RingFocus } from '../ring-focus.ts';
import type { Ringtone } from '../ringtone.ts';
import { tokens } from '../shared.styles.ts';
import { statusWords } from '../status-words.ts';
import styles from './call-panel.styles.ts';
import { panelView } from './panel-view.ts';
import type { TilePlaces } from './tile-places.ts';

const ENDED_MS = 6000;
const QUIET_MS = 4000;
const NO_TILES: TilePlaces = { remote: 'none', local: 'none' };

/**
 * The whole call: dialling, being rung, the pictures, the controls, and why it ended. It rings and takes the answer itself when the
 * document has no `<incoming-call>` for the same client.
 *
 * Fills its box; give it a height. Without one it is 26rem high, or what a low window has.
 *
 * @tag call-panel
 * @attr user-id - Whom the screen without a call offers to call.
 * @attr type - How it offers to call: `video`, `audio`. Default: both.
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
 * @fires call-error - When one of these failed, or what a call needs could not be loaded.
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
 * @cssprop [--call-accept=#15803d] - The circles around the avatar while it rings.
 * @cssprop [--call-control] - Background of round buttons, and of the sign without a call.
 * @cssprop [--call-control-size=56px] - Diameter of the round buttons, which the small picture keeps clear of.
 * @cssprop [--call-font] - Typeface.
 * @cssstate idle - There is no call.
 * @cssstate calling - Dialling, or being rung.
 * @cssstate outgoing - Dialling.
 * @cssstate incoming - Being rung.
 * @cssstate connecting - Accepted.
 * @cssstate connected - In a call.
 * @cssstate reconnecting - In a call whose media is on its way back.
 * @cssstate ended - Shows why the last call ended.
 */
export class CallPanel extends CallElement implements Ringer {
  static override properties: PropertyDeclarations = {
    userId: { attribute: 'user-id' },
    type: {},
    silent: { type: Boolean },
    cover: { type: Boolean },
    swapped: { state: true },
    quiet: { state: true },
    ended: { state: true },
    dismissed: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, styles];

  readonly isSubstitute = true;
  /** Whom it offers to call. */
  userId?: string;
  /** How it offers to call. Not set: both ways. */
  type?: CallType;
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

  #ringtone?: Ringtone;
  #focus?: RingFocus;
  /** The call that it rings for. */
  #asked?: string;
  #endedTimer?: ReturnType<typeof setTimeout>;
  #quietTimer?: ReturnType<typeof setTimeout>;

  constructor() {
    super();
    this.shareScope();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    announceRinger(this, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    announceRinger(this, false);
    this.#ringtone?.play(undefined);
    this.#followRing();
    this.#dismiss();
    clearTimeout(this.#quietTimer);
  }

  protected override clientChanged(): void {
    announceRinger(this, true);
  }

  protected override snapshotChanged(previous: CallSnapshot | undefined, next: CallSnapshot | undefined): void {
    // At once, not with the next rendering.
    if (next?.state !== 'calling') this.#ringtone?.play(undefined);
    if (next?.call?.callId !== previous?.call?.callId) {
      this.swapped = false;
      this.dismissed = undefined;
      this.#dismiss();
      if (previous?.call && next && !next.call && next.lastCall) this.#showEnd(next.lastCall);
    }
    if (next?.state === previous?.state) return;
    this.#wake();
    if (!isFocusOn(this.client) && !this.matches(':focus-within')) return;
    const rang = isRinging(previous);
    if (!rang || isAnswered(next)) this.#keepFocus(rang);
    // What rang gives it back; only from nowhere it comes here after that.
    else requestAnimationFrame(() => this.#keepFocus(false));
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const view = panelView(this.snapshot, this.ended);
    this.setStates((view === 'outgoing' || view === 'incoming') && 'calling', view, isAnswered(this.snapshot) && this.call?.media?.phase === 'reconnecting' && 'reconnecting');
    if (view !== 'idle' && this.parts) this.#useParts(this.parts);
  }

  override updated(): void {
    this.#ringtone?.play(this.silent ? undefined : this.#melody());
    this.#followRing();
  }

  override render(): TemplateResult {
    const parts = callParts();
    const view = parts ? panelView(this.snapshot, this.ended) : 'idle';
    const call = view === 'idle' ? undefined : (this.call ?? this.ended);
    const person = this.person(call?.remoteUserId ?? this.userId ?? '');
    const places = parts?.tilePlaces(view, call, this.swapped) ?? NO_TILES;
    const filmed = places.remote === 'large' || places.local === 'large';
    const asked = this.#isAsked();
    const guard = asked ? this.#focus?.guard : undefined;
    const model = call && { call, person, view, places, filmed, asked, word: this.word, language: this.language };
    return html`<section part="stage" class="stage ${view} ${filmed ? 'filmed' : ''} ${this.quiet && filmed ? 'quiet' : ''}" tabindex="-1"
      aria-label=${call ? this.word('callWith', { name: person.name }) : this.#idleWords()} @pointermove=${this.#wake} @pointerdown=${this.#wake} @focusin=${this.#wake}
      @keydown=${guard} @keyup=${guard}>
      <call-video part="remote" class="tile ${places.remote}" ?cover=${this.cover || places.remote === 'small'} ?inert=${places.remote === 'none'}></call-video>
      <call-video part="local" class="tile ${places.local}" local ?inert=${places.local === 'none'}></call-video>
      ${model ? parts!.callScreen({ ...model, ...this.#actions(model.call) }) : this.#renderIdle(person)}
      <p class="heard" role="status">${model && parts!.announcement(model)}</p>
    </section>`;
  }

  #renderIdle({ name }: Person): TemplateResult {
    const { userId, type } = this;
    const types: readonly CallType[] = type ? [type] : ['video', 'audio'];
    return html`<div part="idle" class="hero idle"><slot name="idle">
      ${userId ? html`<call-avatar class="face" user-id=${userId} aria-hidden="true"></call-avatar><h2 part="name" class="name">${name}</h2>` : html`<div class="mark" aria-hidden="true">${phoneIcon}</div>`}
      <p part="status" class="status">${this.#idleWords()}</p>
      ${userId ? html`<div class="choices">${types.map((offered) => html`<call-button class="offer" user-id=${userId} type=${offered}></call-button>`)}</div>` : nothing}
    </slot></div>`;
  }

  /** What the screen of a call can do, and what it has to know for that. */
  #actions(call: CallInfo) {
    const { microphone, camera } = call.local;
    // Another trouble than the one that was dismissed is shown.
    const trouble = [call.callId, microphone.error?.code, camera.error?.code].join();
    return {
      soundBlocked: this.scope?.audioBlocked === true,
      bannerDismissed: this.dismissed === trouble,
      swap: () => (this.swapped = !this.swapped),
      unlock: () => this.scope?.unlock(),
      dismissBanner: () => (this.dismissed = trouble),
      dismissEnd: () => {
        this.#dismiss();
        this.#keepFocus(false);
      },
    };
  }

  #useParts(parts: CallParts): void {
    this.wear(parts.screenStyles);
    this.#focus ??= new parts.RingFocus();
    this.#ringtone ??= new parts.Ringtone();
  }

  /** It rings, and nothing else does it for us. */
  #isAsked(): boolean {
    return this.isConnected && isRinging(this.snapshot) && ringerFor(this.client) === this;
  }

  #melody(): Melody | undefined {
    return this.isConnected && isDialling(this.snapshot) ? 'ringback' : this.#isAsked() ? 'ring' : undefined;
  }

  #idleWords(): string {
    const { snapshot } = this;
    return snapshot?.state === 'prepared' && snapshot.signal === 'online' ? this.word(this.userId ? 'ready' : 'noCall') : statusWords(snapshot, this.word);
  }

  #showEnd(call: CallInfo): void {
    this.ended = call;
    const wait = (): void => {
      // Not from under a pointer or the focus that is about to use it.
      this.#endedTimer = setTimeout(() => (this.stage?.matches('.ended:hover') || this.#isFocusInside() ? wait() : this.#dismiss()), ENDED_MS);
    };
    wait();
  }

  #dismiss(): void {
    clearTimeout(this.#endedTimer);
    this.ended = undefined;
  }

  /** A step of the call takes away what was just pressed: the keyboard goes on here, and not at the top of the page. */
  #keepFocus(answered: boolean): void {
    // What goes away is gone in the next frame, and the dialog has given the focus back.
    requestAnimationFrame(() => {
      if (this.isConnected && (answered || isFocusLost())) this.stage.focus({ preventScroll: true });
    });
  }

  #followRing(): void {
    const asked = this.#isAsked() ? this.call?.callId : undefined;
    if (!this.#focus || asked === this.#asked) return;
    this.#asked = asked;
    if (asked) this.#focus.take(this.stage);
    else if (isAnswered(this.snapshot)) this.#focus.forget();
    else this.#focus.end(this.stage);
  }

  /** On something in the panel; the panel itself may have it just to keep it. */
  #isFocusInside(): boolean {
    const { activeElement } = this.renderRoot as ShadowRoot;
    return activeElement !== null && activeElement !== this.stage;
  }

  /** Shows the controls, and hides them again when nobody uses them: only over a picture, and never from under the focus. */
  #wake(): void {
    this.quiet = false;
    clearTimeout(this.#quietTimer);
    if (!isAnswered(this.snapshot) || this.call?.type !== 'video' || !matchMedia('(hover: hover)').matches) return;
    this.#quietTimer = setTimeout(() => (this.#isFocusInside() ? this.#wake() : (this.quiet = true)), QUIET_MS);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-panel': CallPanel;
  }
}
