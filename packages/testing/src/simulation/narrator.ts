import type { SimulatedSignal } from '../simulated-network.ts';
import type { Page } from '../world.ts';
import type { Actor, Stage } from './stage.ts';

const ACTIONS: Readonly<Record<number, string>> = {
  0: 'video call',
  1: 'cancel',
  2: 'accept',
  3: 'reject',
  4: 'hang-up',
  10: 'audio call',
  100: 'receipt',
  101: 'confirm',
  102: 'negotiate',
  103: 'status',
};

interface Wire {
  readonly message_action: number;
  readonly callId: string;
  readonly messageId?: number;
  readonly kit?: { readonly receipt?: number; readonly code?: string; readonly winner?: string; readonly to?: string; readonly media?: object };
}

/** Writes down who did what, when, each state change and each message. */
export class Narrator {
  readonly story: string[] = [];
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
    const { network } = stage.world;
    const fate = network.fate!;
    network.fate = (message) => {
      const decided = fate(message);
      const { refused, delays } = decided;
      const what = refused ? 'is refused' : delays.length === 0 ? 'is lost' : `arrives after ${delays.join(' and ')} ms`;
      this.note(this.#nameOf(message.from), `→ ${message.to}: ${describe(message.text)} ${what}`);
      return decided;
    };
    const { onDelivery } = network;
    network.onDelivery = (to, text, from) => {
      onDelivery?.(to, text, from);
      this.note(this.#nameOf(to), `← ${from}: ${describe(text)}${to.state === 'online' ? '' : ', which it does not hear'}`);
    };
    stage.onOpen = (actor) => this.#follow(actor);
  }

  note(who: string, what: string): void {
    this.story.push(`${Math.round(this.#stage.world.clock.now()).toString().padStart(7)} ms  ${who.padEnd(8)} ${what}`);
  }

  #nameOf(signal: SimulatedSignal): string {
    return this.#stage.actors.find((actor) => actor.signal === signal)?.name ?? signal.userId;
  }

  #follow(actor: Actor): void {
    if (actor.page) this.#followPage(actor, actor.page);
    const { app } = actor;
    if (app) app.onChange = () => this.note(actor.name, `is ${app.states.at(-1)}`);
  }

  #followPage(actor: Actor, page: Page): void {
    let media = '';
    page.client.addListener({
      onCallStateChanged: (state, reason, _text, { callId }) => this.note(actor.name, `is ${state}/${reason}${callId ? ` in ${callId}` : ''}`),
      onCallError: (error) => this.note(actor.name, `has an error: ${error.code}`),
    });
    page.client.subscribe(() => {
      const state = page.client.getState().call?.media;
      const shown = state ? `media ${state.phase}, peer ${state.peer}, receives ${[...(state.received.audio ? ['sound'] : []), ...(state.received.video ? ['picture'] : [])].join(' and ') || 'nothing'}` : '';
      if (shown && shown !== media) this.note(actor.name, shown);
      media = shown;
    });
  }
}

function describe(text: string): string {
  const { message_action: action, callId, messageId, kit } = JSON.parse(text) as Wire;
  const details = [kit?.receipt === undefined ? undefined : `of ${kit.receipt}`, kit?.code, kit?.winner && `winner ${kit.winner}`, kit?.to && `to ${kit.to}`, kit?.media && JSON.stringify(kit.media)];
  return [`${ACTIONS[action] ?? action} #${messageId ?? '-'} in ${callId || '-'}`, ...details.filter((detail) => detail !== undefined)].join(', ');
}
