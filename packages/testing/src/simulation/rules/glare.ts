import type { Page } from '../../world.ts';
import type { Stage } from '../stage.ts';
import type { Climate } from './climate.ts';
import type { Course } from './course.ts';
import { fail } from './violation.ts';

interface Clash {
  readonly winner: string;
  readonly at: number;
  readonly disturbances: number;
  judged: boolean;
}

/** The longest ring: what an outage takes of a call that may be one to a native app is not said again (PROTOCOL.md "Delivery"). */
const OUTAGE_MS = 20_000;

/** Two kits dialled each other: in calm weather both are soon in the call with the smaller id. */
export class Glare {
  readonly #stage: Stage;
  readonly #climate: Climate;
  readonly #course: (page: Page) => Course;
  #clash: Clash | undefined;

  constructor(stage: Stage, climate: Climate, course: (page: Page) => Course) {
    this.#stage = stage;
    this.#climate = climate;
    this.#course = course;
  }

  check(pages: readonly Page[]): void {
    if (pages.length !== 2 || this.#stage.actors.length !== 2) return;
    const now = this.#stage.world.clock.now();
    const due = 2 * this.#climate.delay + 200;
    // By then somebody's ring is over.
    if (this.#stage.actors.some(({ device }) => device.ring <= due + this.#climate.delay)) return;
    const both = this.#notice(pages, now, due);
    const clash = this.#clash;
    if (!clash || now - clash.at <= due) return;
    const { judged } = clash;
    if (both) clash.judged = true;
    else this.#clash = undefined;
    if (judged || this.#climate.disturbances > clash.disturbances || !this.#climate.isCalm(now, OUTAGE_MS)) return;
    for (const page of pages) if (page.client.getState().call?.callId !== clash.winner) fail(page, `is not in ${clash.winner}, which won the glare`);
  }

  /** Whether both dial now. */
  #notice(pages: readonly Page[], now: number, due: number): boolean {
    const [one, other] = pages.map(({ client }) => client.getState()).map(({ state, call }) => (state === 'calling' && call?.direction === 'outgoing' ? call.callId : undefined));
    if (!one || !other) return false;
    if (this.#clash) return true;
    const courses = pages.map((page) => this.#course(page));
    // Who has declined the other's call and then dials is not in a glare.
    const fresh = !courses.some(({ over }) => over.has(one) || over.has(other));
    // Nor is it judged whose earlier call is still being buried: its messages may be taken for the new one's.
    const settled = courses.every(({ endedAt }) => now - endedAt > due);
    if (fresh && settled && one !== other) this.#clash = { winner: one < other ? one : other, at: now, disturbances: this.#climate.disturbances, judged: false };
    return true;
  }
}
