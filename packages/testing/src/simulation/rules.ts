import type { Page } from '../world.ts';
import { Climate } from './rules/climate.ts';
import { Course } from './rules/course.ts';
import { Glare } from './rules/glare.ts';
import { checkMoment } from './rules/moment.ts';
import { checkRest } from './rules/rest.ts';
import { Strangers } from './rules/strangers.ts';
import { Together } from './rules/together.ts';
import { Told } from './rules/told.ts';
import { fail, Violation } from './rules/violation.ts';
import type { Actor, Stage } from './stage.ts';

/** What must be true of a world after every single step, whatever the network did and the users clicked. */
export class Rules {
  readonly #stage: Stage;
  readonly #climate: Climate;
  readonly #courses = new Map<Page, Course>();
  readonly #told = new Map<Page, Told>();
  readonly #readLogs = new Map<Page, number>();
  readonly #strangers: Strangers;
  readonly #together: Together;
  readonly #glare: Glare;
  #accusation: Violation | undefined;

  constructor(stage: Stage) {
    const course = (page: Page) => this.#course(page);
    this.#stage = stage;
    this.#climate = new Climate(stage.schedule);
    this.#strangers = new Strangers(stage, course);
    this.#together = new Together(stage, this.#climate, course);
    this.#glare = new Glare(stage, this.#climate, course);
  }

  /** Somebody clicked, or something broke or came back. */
  disturbed(_actor: Actor | undefined, by: 'click' | 'trouble'): void {
    const now = this.#stage.world.clock.now();
    this.#climate.disturbedAt = now;
    this.#climate.disturbances++;
    if (by === 'trouble') this.#climate.troubledAt = now;
  }

  /** For what is noticed where it cannot be thrown. */
  accuse(page: Page, what: string): void {
    this.#accusation ??= new Violation(`${page.label} ${what}`);
  }

  /** Called when nothing has happened for a while: what should have been over by now? */
  checkWaiting(): void {
    const pages = this.#stage.pages;
    for (const page of pages) this.#quietAfter(page);
    this.#together.check(pages);
    this.#glare.check(pages);
  }

  /** Called after every step. Throws a `Violation`. */
  check(): void {
    const pages = this.#stage.pages;
    for (const page of pages) {
      this.#course(page).follow();
      checkMoment(page);
      this.#toldTo(page).check();
      this.#noErrors(page);
      this.#quietAfter(page);
    }
    this.#together.check(pages);
    this.#glare.check(pages);
    const accusation = this.#accusation ?? this.#strangers.accusation;
    if (accusation) throw accusation;
  }

  /** Called when nothing has been done for long and the network is well again. */
  checkAtRest(unsettled: (page: Page) => readonly string[]): void {
    this.check();
    checkRest(this.#stage, this.#climate, (page) => this.#course(page));
    for (const page of this.#stage.pages) {
      const promises = unsettled(page);
      if (promises.length > 0) fail(page, `never settled ${promises.join(', ')}`);
    }
  }

  #course(page: Page): Course {
    let course = this.#courses.get(page);
    if (!course) this.#courses.set(page, (course = new Course(this.#stage, page)));
    return course;
  }

  #toldTo(page: Page): Told {
    let told = this.#told.get(page);
    if (!told) this.#told.set(page, (told = new Told(this.#stage, page)));
    return told;
  }

  /** An adapter or a listener threw, and the engine had to step over it. */
  #noErrors(page: Page): void {
    const { logs } = page;
    for (let i = this.#readLogs.get(page) ?? 0; i < logs.length; i++) if (logs[i]!.level === 'error') fail(page, `logged an error: ${logs[i]!.line}`);
    this.#readLogs.set(page, logs.length);
  }

  /** In calm weather nothing of a call is left soon after it: no retry, no timer. */
  #quietAfter(page: Page): void {
    if (page.clock.pending === 0 || page.client.getState().call) return;
    const now = this.#stage.world.clock.now();
    const since = Math.max(this.#course(page).changedAt, this.#climate.disturbedAt);
    if (this.#climate.isCalm(now) && now - since > 2 * this.#climate.delay + 4_000) fail(page, `has ${page.clock.pending} timers left after its call`);
  }
}
