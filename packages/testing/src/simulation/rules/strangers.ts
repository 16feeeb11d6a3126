import type { CallSnapshot } from '@call-elements/core';
import type { SimulatedSignal } from '../../simulated-network.ts';
import type { Page } from '../../world.ts';
import { SERVER } from '../stage.ts';
import type { Stage } from '../stage.ts';
import type { Course } from './course.ts';
import { Violation } from './violation.ts';

interface Heard {
  readonly message_action: number;
  readonly callId: string;
  readonly fromUserId: string | number;
  readonly kit?: { readonly to?: string };
}

const isCall = (action: number): boolean => action === 0 || action === 10;
const isEnd = (action: number): boolean => action === 1 || action === 4;

/** How the messages begin that only kits know. */
const KITS_OWN = /^\{"message_action":1\d\d/;

/** Looks at every message on its arrival: nobody changes anything but the peer of the call, whoever rings, and the server (callapi.md N-24). */
export class Strangers {
  readonly #stage: Stage;
  readonly #courses: (page: Page) => Course;
  #before: CallSnapshot | undefined;
  /** Thrown by the rules with their next check: a network that throws would stop a page in the middle. */
  accusation: Violation | undefined;

  constructor(stage: Stage, courses: (page: Page) => Course) {
    this.#stage = stage;
    this.#courses = courses;
    stage.world.network.onDelivery = (to) => {
      this.#before = this.#pageOf(to)?.client.getState();
    };
    stage.world.network.onDelivered = (to, text, from) => {
      const page = this.#pageOf(to);
      // Most of what is said is between kits, and changes nothing.
      if (page?.client.getState() === this.#before && KITS_OWN.test(text)) return;
      if (page && to.state === 'online') this.#judge(page, JSON.parse(text) as Heard, from);
    };
  }

  #pageOf(signal: SimulatedSignal): Page | undefined {
    return this.#stage.actors.find((actor) => actor.page?.signal === signal)?.page;
  }

  #judge(page: Page, { message_action: action, callId, fromUserId, kit }: Heard, from: string): void {
    const before = this.#before!;
    const honest = String(fromUserId) === from;
    // What is for another device of the user says nothing to this one.
    const isForUs = kit?.to === undefined || kit.to === page.signal.device;
    if (isEnd(action) && isForUs && (honest || from === SERVER)) this.#courses(page).heardEnd.add(callId);
    if (page.client.getState() === before || from === SERVER) return;
    const isPeer = before.call?.remoteUserId === from;
    const rings = !before.call && isCall(action);
    if (!honest || !(isPeer || rings)) this.accusation ??= new Violation(`${page.label} was changed by ${from}, who is not its peer (action ${action} in ${callId})`);
  }
}
