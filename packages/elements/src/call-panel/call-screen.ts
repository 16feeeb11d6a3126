import { html, nothing } from 'lit';
import type { CSSResult, TemplateResult } from 'lit';
import type { CallInfo } from '@call-elements/core';
import { answerButtons } from '../answer-buttons.ts';
import type { Person } from '../context.ts';
import { rings } from '../rings.styles.ts';
import { face, pill } from '../shared.styles.ts';
import { word } from '../words.ts';
import own from './call-screen.styles.ts';
import { backdrop, badges, deviceBanner, hero, soundButton, topBar } from './panel-parts.ts';
import type { PanelView, TilePlaces } from './panel-view.ts';
import { swapIcon } from './screen-icons.ts';

export { endedScreen } from './panel-parts.ts';

/** Worn over the panel's own. */
export const styles: readonly CSSResult[] = [face, pill, rings, own];

export interface ScreenModel {
  readonly call: CallInfo;
  readonly person: Person;
  readonly view: PanelView;
  readonly places: TilePlaces;
  /** Over a picture. */
  readonly filmed: boolean;
  /** It rings, and the panel is where one answers. */
  readonly asked: boolean;
  readonly soundBlocked: boolean;
  readonly bannerDismissed: boolean;
  swap(): void;
  unlock(): void;
  dismissBanner(): void;
}

/** Everything of a call but the two pictures, which are there before this is loaded. */
export function callScreen({ call, person, view, places, filmed, asked, ...panel }: ScreenModel): TemplateResult {
  const answered = view === 'connecting' || view === 'connected';
  const status = view === 'connected' ? html`<call-timer part="timer"></call-timer>` : html`<call-status></call-status>`;
  const small = places.remote === 'small' || places.local === 'small';
  return html`${backdrop(call)}
    ${small ? html`<button part="swap" class="swap" type="button" aria-label=${word('swapPictures')} title=${word('swapPictures')} @click=${panel.swap}>${swapIcon}</button>` : nothing}
    <div class="top">
      ${answered && filmed ? topBar(person, status) : nothing}
      ${badges(call, answered)}
      ${panel.bannerDismissed ? nothing : deviceBanner(call, panel.dismissBanner)}
    </div>
    ${answered && filmed ? nothing : hero(call, person, !answered, status)}
    <div class="bottom">
      ${answered && panel.soundBlocked ? soundButton(person, panel.unlock) : nothing}
      ${view !== 'incoming' ? controls(callButtons(call, answered)) : asked ? controls(answerButtons(call)) : nothing}
    </div>`;
}

function controls(buttons: TemplateResult): TemplateResult {
  return html`<div part="controls" class="controls" role="group" aria-label=${word('controls')}>${buttons}</div>`;
}

function callButtons(call: CallInfo, answered: boolean): TemplateResult {
  return html`${answered ? html`<call-microphone-button></call-microphone-button>` : nothing}
    ${answered && call.type === 'video' ? html`<call-camera-button></call-camera-button>` : nothing}
    <slot name="actions"></slot>
    <call-hangup-button></call-hangup-button>`;
}
