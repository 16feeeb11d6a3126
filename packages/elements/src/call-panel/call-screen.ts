import { nothing } from 'lit';
import type { CSSResult, TemplateResult } from 'lit';
import type { CallInfo, CallType } from '@call-elements/core';
import { answerButtons } from '../answer-buttons.ts';
import type { Person } from '../context.ts';
import { heard } from '../heard.styles.ts';
import { rings } from '../rings.styles.ts';
import { face, pill } from '../shared.styles.ts';
import { html } from '../html.ts';
import type { Word } from '../words.ts';
import own from './call-screen.styles.ts';
import { backdrop, badges, deviceBanner, endedScreen, hero, soundButton, topBar } from './panel-parts.ts';
import { typeButton, typePrompt } from './type-parts.ts';
import type { PanelView } from './panel-view.ts';
import type { TilePlaces } from './tile-places.ts';
import { swapIcon } from '../call-icons.ts';

/** Worn over the panel's own. */
export const styles: readonly CSSResult[] = [face, pill, rings, heard, own];

export interface ScreenModel {
  readonly call: CallInfo;
  readonly person: Person;
  readonly view: PanelView;
  readonly places: TilePlaces;
  /** Over a picture. */
  readonly filmed: boolean;
  /** It rings, and the panel is where one answers. */
  readonly asked: boolean;
  readonly word: Word;
  readonly language: string;
  readonly soundBlocked: boolean;
  readonly bannerDismissed: boolean;
  swap(): void;
  unlock(): void;
  dismissBanner(): void;
  dismissEnd(): void;
  switchType(type: CallType): void;
}

/** Everything of a call but the two pictures, which are there before this is loaded. */
export function callScreen(model: ScreenModel): TemplateResult {
  const { call, person, view, places, filmed, asked, word, ...panel } = model;
  if (view === 'ended') return endedScreen(model);
  // An <incoming-call> says who it is; the panel only glows in their colour.
  if (view === 'incoming' && !asked) return backdrop(call);
  const answered = view === 'connecting' || view === 'connected';
  const status = view === 'connected' ? html`<call-timer part="timer"></call-timer>` : statusOf(model);
  const small = places.remote === 'small' || places.local === 'small';
  return html`${backdrop(call)}
    ${small ? html`<button part="swap" class="swap" type="button" aria-label=${word('swapPictures')} title=${word('swapPictures')} @click=${panel.swap}>${swapIcon}</button>` : nothing}
    <div class="top">
      ${answered && filmed ? topBar(person, status, typeButton(model)) : nothing}
      ${badges(call, person, answered, word)}
      ${answered ? typePrompt(model) : nothing}
      ${panel.bannerDismissed || call.typeRequest ? nothing : deviceBanner(call, word, panel.dismissBanner)}
      ${answered && panel.soundBlocked ? soundButton(person, word, panel.unlock) : nothing}
    </div>
    ${answered && filmed ? nothing : hero(call, person, !answered, status)}
    <div class="bottom">
      <div part="controls" class="controls" role="group" aria-label=${word('controls')}>${view === 'incoming' ? answerButtons(call, word) : callButtons(model, answered)}</div>
    </div>`;
}

/** Not a <call-status>, which is read out by itself: the panel's own live region says more. */
function statusOf({ view, call, word }: ScreenModel): string {
  if (view === 'connecting') return word('connecting');
  if (view === 'outgoing') return word('calling');
  return word(call.type === 'video' ? 'incomingVideo' : 'incomingAudio');
}

function callButtons(model: ScreenModel, answered: boolean): TemplateResult {
  const { call } = model;
  return html`${answered ? html`<call-microphone-button></call-microphone-button>` : nothing}
    ${answered && call.type === 'video' ? html`<call-camera-button></call-camera-button>` : nothing}
    ${answered && !model.filmed ? typeButton(model) : nothing}
    <slot name="actions"></slot>
    <call-hangup-button></call-hangup-button>`;
}
