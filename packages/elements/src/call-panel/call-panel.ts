import { nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import type { CallInfo, CallSnapshot, CallType } from '@call-elements/core';
import { CallElement } from '../call-element.ts';
import { isAnswered } from '../call-rules.ts';
import { announceRinger, ringerFor } from '../context.ts';
import type { Person, Ringer } from '../context.ts';
import { isFocusOn } from '../focus.ts';
import { html } from '../html.ts';
import { phoneIcon } from '../icons.ts';
import { tokens } from '../shared.styles.ts';
import { statusWords } from '../status-words.ts';
import styles from './call-panel.styles.ts';
import type { PanelCall } from './panel-call.ts';

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
 * @fires call-type-request - Before it asks for video, answers that, or goes on without. `callType` is what was asked for.
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
 * @csspart request - The question whether to turn on video: the peer's, or one's own that waits for an answer.
 * @csspart controls - The row of buttons.
 * @csspart type - The button that turns on video, or goes on without.
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
  /** What happens in a call, once that is loaded. */
  #inCall?: PanelCall;
  /** The last call, when it was over before that; and whether what was pressed for the one that goes on was ours. */
  #missed?: CallInfo;
  #hadFocus = false;
  readonly #place = { rings: () => ringerFor(this.client) === this, hasFocus: () => isFocusOn(this.client) || this.matches(':focus-within') };

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
    this.#inCall?.stop();
  }

  protected override clientChanged(): void {
    announceRinger(this, true);
  }

  protected override snapshotChanged(previous: CallSnapshot | undefined, next: CallSnapshot | undefined): void {
    if (this.#inCall) return this.#inCall.follow(next);
    this.#missed = previous?.call && next?.lastCall;
    this.#hadFocus ||= this.#place.hasFocus();
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { snapshot } = this;
    const parts = this.#inCall || this.call || this.#missed ? this.parts : undefined;
    if (parts) this.wear(parts.screenStyles);
    if (parts) this.#inCall ??= new parts.PanelCall(this, this.#place, snapshot, this.#missed, this.#hadFocus);
    const view = this.#inCall?.view ?? 'idle';
    this.setStates((view === 'outgoing' || view === 'incoming') && 'calling', view, isAnswered(snapshot) && this.call?.media?.phase === 'reconnecting' && 'reconnecting');
  }

  override updated(): void {
    this.#inCall?.settle();
  }

  override render(): TemplateResult {
    const inCall = this.#inCall;
    const { word, language, scope, userId = '' } = this;
    const look = inCall?.look({ word, language, scope, person: (id) => this.person(id), request: (...what) => this.request(...what) });
    const person = look?.person ?? this.person(userId);
    const { remote, local } = look?.places ?? { remote: 'none', local: 'none' };
    return html`<section part="stage" class="stage ${look?.classes ?? 'idle'}" tabindex="-1"
      aria-label=${look ? word('callWith', { name: person.name }) : this.#idleWords()} @pointermove=${inCall?.wake} @pointerdown=${inCall?.wake} @focusin=${inCall?.wake}
      @keydown=${look?.guard} @keyup=${look?.guard}>
      <p class="heard" role="status">${look?.heard}</p>
      <call-video part="remote" class="tile ${remote}" ?cover=${this.cover || remote === 'small'} ?inert=${remote === 'none'}></call-video>
      <call-video part="local" class="tile ${local}" local ?inert=${local === 'none'}></call-video>
      ${look?.screen ?? this.#renderIdle(person)}
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

  #idleWords(): string {
    const { snapshot } = this;
    return snapshot?.state === 'prepared' && snapshot.signal === 'online' ? this.word(this.userId ? 'ready' : 'noCall') : statusWords(snapshot, this.word);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-panel': CallPanel;
  }
}
