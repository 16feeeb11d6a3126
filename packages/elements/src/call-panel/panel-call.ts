import type { TemplateResult } from 'lit';
import type { CallClient, CallInfo, CallSnapshot, CallType } from '@call-elements/core';
import { isAnswered, isRinging } from '../call-rules.ts';
import { isDialling } from '../controls.ts';
import type { CallScope, Person } from '../context.ts';
import { CallTypeRequestEvent } from '../events.ts';
import type { CallRequestEvent } from '../events.ts';
import type { Melody } from '../melodies.ts';
import { isFocusLost, RingFocus } from '../ring-focus.ts';
import { Ringtone } from '../ringtone.ts';
import type { Word } from '../words.ts';
import { announcement } from './announcement.ts';
import { callScreen } from './call-screen.ts';
import { panelView } from './panel-view.ts';
import type { PanelView } from './panel-view.ts';
import { tilePlaces } from './tile-places.ts';
import type { TilePlaces } from './tile-places.ts';

const ENDED_MS = 6000;
const QUIET_MS = 4000;

/** The panel, as far as its call needs it. */
export interface PanelHost extends HTMLElement {
  readonly silent: boolean;
  readonly renderRoot: DocumentFragment | HTMLElement;
  requestUpdate(): void;
}

/** Only the copy of the kit that the panel is of knows it: a page may have two, and what is loaded later is of one of them. */
export interface PanelPlace {
  /** Of all that could ring for its client it is the panel. */
  rings(): boolean;
  /** The focus is in the panel, or on an element for the same client. */
  hasFocus(): boolean;
}

/** What the panel has to render with. */
export interface PanelContext {
  readonly word: Word;
  readonly language: string;
  readonly scope: CallScope | undefined;
  person(userId: string): Person;
  /** Asks the page, and then the client. */
  request(event: CallRequestEvent, run: (client: CallClient) => unknown): void;
}

/** What the panel shows of a call. */
export interface PanelLook {
  readonly call: CallInfo;
  readonly person: Person;
  readonly places: TilePlaces;
  /** For the stage. */
  readonly classes: string;
  readonly guard: RingFocus['guard'] | undefined;
  readonly screen: TemplateResult;
  /** For those who hear the page. */
  readonly heard: string;
}

/** All that a panel does in a call and not without one: tones, focus, hiding its controls, and the screen that says how it ended. */
export class PanelCall {
  readonly #host: PanelHost;
  readonly #place: PanelPlace;
  readonly #ringtone = new Ringtone();
  readonly #focus = new RingFocus();
  #snapshot: CallSnapshot | undefined;
  #ended?: CallInfo;
  #swapped = false;
  #quiet = false;
  #dismissed?: string;
  /** The call that it rings for. */
  #asked?: string;
  #endedTimer?: ReturnType<typeof setTimeout>;
  #quietTimer?: ReturnType<typeof setTimeout>;

  /** `missed`: a call that was over before this was loaded. `hadFocus`: by then what was pressed cannot be pressed again. */
  constructor(host: PanelHost, place: PanelPlace, snapshot: CallSnapshot | undefined, missed: CallInfo | undefined, hadFocus: boolean) {
    this.#host = host;
    this.#place = place;
    this.#snapshot = snapshot;
    if (missed && !snapshot?.call) this.#showEnd(missed);
    if (hadFocus && !isRinging(snapshot)) this.#keepFocus(false);
    this.wake();
  }

  get view(): PanelView {
    return panelView(this.#snapshot, this.#ended);
  }

  follow(next: CallSnapshot | undefined): void {
    const previous = this.#snapshot;
    this.#snapshot = next;
    // At once, not with the next rendering.
    if (next?.state !== 'calling') this.#ringtone.play(undefined);
    if (next?.call?.callId !== previous?.call?.callId) {
      this.#swapped = false;
      this.#dismissed = undefined;
      this.#dismiss();
      if (previous?.call && next && !next.call && next.lastCall) this.#showEnd(next.lastCall);
    }
    // The buttons of a question go with it, also when the peer answered or withdrew it.
    if (previous?.call?.typeRequest && !next?.call?.typeRequest && this.#isFocusInside()) this.#keepFocus(false);
    if (next?.state === previous?.state) return;
    this.wake();
    if (!this.#place.hasFocus()) return;
    const rang = isRinging(previous);
    if (!rang || isAnswered(next)) this.#keepFocus(rang);
    // What rang gives it back; only from nowhere it comes here after that.
    else requestAnimationFrame(() => this.#keepFocus(false));
  }

  /** After each rendering. */
  settle(): void {
    this.#ringtone.play(this.#host.silent ? undefined : this.#melody());
    this.#followRing();
  }

  /** The panel is out of the document. */
  stop(): void {
    this.#ringtone.play(undefined);
    this.#followRing();
    this.#dismiss();
    clearTimeout(this.#quietTimer);
  }

  /** Undefined while there is nothing of a call to show. */
  look({ word, language, scope, request, person: personOf }: PanelContext): PanelLook | undefined {
    const { view } = this;
    const call = this.#snapshot?.call ?? this.#ended;
    if (view === 'idle' || !call) return undefined;
    const person = personOf(call.remoteUserId);
    const places = tilePlaces(view, call, this.#swapped);
    const filmed = places.remote === 'large' || places.local === 'large';
    const asked = this.#isAsked();
    const model = { call, person, view, places, filmed, asked, word, language };
    return {
      call,
      person,
      places,
      classes: `${view} ${filmed ? 'filmed' : ''} ${this.#quiet && filmed ? 'quiet' : ''}`,
      guard: asked ? this.#focus.guard : undefined,
      screen: callScreen({ ...model, ...this.#actions(call, scope, request) }),
      heard: announcement(model),
    };
  }

  /** Shows the controls, and hides them again when nobody uses them: only over a picture, and never from under the focus. */
  readonly wake = (): void => {
    this.#change(() => (this.#quiet = false));
    clearTimeout(this.#quietTimer);
    if (!isAnswered(this.#snapshot) || this.#snapshot?.call?.type !== 'video' || !matchMedia('(hover: hover)').matches) return;
    this.#quietTimer = setTimeout(() => (this.#isFocusInside() ? this.wake() : this.#change(() => (this.#quiet = true))), QUIET_MS);
  };

  /** What the screen of a call can do, and what it has to know for that. */
  #actions(call: CallInfo, scope: CallScope | undefined, request: PanelContext['request']) {
    const { microphone, camera } = call.local;
    // Another trouble than the one that was dismissed is shown.
    const trouble = [call.callId, microphone.error?.code, camera.error?.code].join();
    return {
      soundBlocked: scope?.audioBlocked === true,
      bannerDismissed: this.#dismissed === trouble,
      swap: () => this.#change(() => (this.#swapped = !this.#swapped)),
      unlock: () => scope?.unlock(),
      dismissBanner: () => this.#change(() => (this.#dismissed = trouble)),
      switchType: (type: CallType) => {
        request(new CallTypeRequestEvent(type), (client) => client.switchType(type));
        // The buttons of the question go with it.
        this.#keepFocus(false);
      },
      dismissEnd: () => {
        this.#dismiss();
        this.#keepFocus(false);
      },
    };
  }

  #change(change: () => void): void {
    change();
    this.#host.requestUpdate();
  }

  get #stage(): HTMLElement {
    return this.#host.renderRoot.querySelector('.stage')!;
  }

  /** It rings, and nothing else does it for us. */
  #isAsked(): boolean {
    return this.#host.isConnected && isRinging(this.#snapshot) && this.#place.rings();
  }

  #melody(): Melody | undefined {
    return this.#host.isConnected && isDialling(this.#snapshot) ? 'ringback' : this.#isAsked() ? 'ring' : undefined;
  }

  #showEnd(call: CallInfo): void {
    this.#ended = call;
    const wait = (): void => {
      // Not from under a pointer or the focus that is about to use it.
      this.#endedTimer = setTimeout(() => (this.#stage?.matches('.ended:hover') || this.#isFocusInside() ? wait() : this.#dismiss()), ENDED_MS);
    };
    wait();
  }

  #dismiss(): void {
    clearTimeout(this.#endedTimer);
    this.#change(() => (this.#ended = undefined));
  }

  /** A step of the call takes away what was just pressed: the keyboard goes on here, and not at the top of the page. */
  #keepFocus(answered: boolean): void {
    // What goes away is gone in the next frame, and the dialog has given the focus back.
    requestAnimationFrame(() => {
      if (this.#host.isConnected && (answered || isFocusLost())) this.#stage.focus({ preventScroll: true });
    });
  }

  #followRing(): void {
    const asked = this.#isAsked() ? this.#snapshot?.call?.callId : undefined;
    if (asked === this.#asked) return;
    this.#asked = asked;
    if (asked) this.#focus.take(this.#stage);
    else if (isAnswered(this.#snapshot)) this.#focus.forget();
    else this.#focus.end(this.#stage);
  }

  /** On something in the panel; the panel itself may have it just to keep it. */
  #isFocusInside(): boolean {
    const { activeElement } = this.#host.renderRoot as ShadowRoot;
    return activeElement !== null && activeElement !== this.#stage;
  }
}
