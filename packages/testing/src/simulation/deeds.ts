import { CallError } from '@call-elements/core';
import type { Page } from '../world.ts';
import { forge, match, unmatch } from './outsiders.ts';
import type { Rules } from './rules.ts';
import type { Deed, Step } from './schedule.ts';
import type { Actor, Stage } from './stage.ts';
import { tapApp, tapPage } from './taps.ts';

/** For those who read along: a step as it was done, and to whom. */
export type Note = (actor: Actor, what: string) => void;

/** Does the steps of a schedule when their time has come, and keeps track of what was promised. */
export class Deeds {
  /** What a tap turned out to be, by the step: for schedules that say what they mean. */
  readonly became = new Map<Step, Deed>();
  readonly #stage: Stage;
  readonly #rules: Rules;
  readonly #note: Note;
  readonly #unsettled = new Map<Page, Set<string>>();
  #done = 0;

  constructor(stage: Stage, rules: Rules, note: Note) {
    this.#stage = stage;
    this.#rules = rules;
    this.#note = note;
  }

  /** The promises of this page that have neither resolved nor rejected. */
  unsettled(page: Page): readonly string[] {
    return [...(this.#unsettled.get(page) ?? [])];
  }

  perform(step: Step): void {
    const actor = this.#stage.actors[step.who];
    if (!actor) return;
    const deed = step.do === 'tap' ? this.#choose(actor, step.pick) : step;
    if (step.do === 'tap') this.became.set(step, deed ?? step);
    if (!deed) return;
    if (actor.page) this.#onPage(actor, actor.page, deed);
    else if (actor.app) this.#onApp(actor, deed);
  }

  #choose(actor: Actor, pick: number): Deed | undefined {
    const users = this.#stage.actors.map(({ device }) => device.user).filter((user) => user !== actor.device.user);
    if (actor.page) return actor.signal?.state === 'online' ? tapPage(actor.page, users, pick) : undefined;
    return actor.app && tapApp(actor.app, users, pick);
  }

  #onApp(actor: Actor, deed: Deed): void {
    const app = actor.app!;
    this.#said(actor, deed);
    switch (deed.do) {
      case 'dial':
        if (Number(deed.to) > 0) app.call(Number(deed.to), deed.type);
        return;
      case 'accept':
        return void app.accept();
      case 'reject':
        return app.reject();
      case 'cancel':
        return app.cancelCall();
      case 'hangup':
        return app.hangup();
      case 'prepare':
        return app.prepareForCall();
      case 'deinitialize':
      case 'leave':
        app.deinitialize();
        return app.prepareForCall();
      case 'crash':
      case 'reload':
        return this.#crash(actor, deed.ms);
    }
  }

  #onPage(actor: Actor, page: Page, deed: Deed): void {
    const { client } = page;
    this.#said(actor, deed);
    const act = (promise: () => Promise<unknown>) => this.#act(page, `${deed.do} #${++this.#done}`, promise);
    switch (deed.do) {
      case 'dial':
        return act(() => client.call(deed.to, { type: deed.type }));
      case 'accept':
        return act(() => client.accept({ camera: deed.camera ?? true }));
      case 'reject':
        return act(() => client.reject());
      case 'cancel':
        return act(() => client.cancelCall());
      case 'hangup':
        return act(() => client.hangup());
      case 'redial':
        return act(() => client.hangup().then(() => client.call(deed.to)));
      case 'microphone':
        return act(() => client.setMicrophone(deed.on));
      case 'camera':
        return act(() => client.setCamera(deed.on));
      case 'switch':
        return act(() => client.switchType(deed.type));
      case 'select':
        return act(() => client.selectDevice(deed.kind === 'audio' ? 'audioinput' : 'videoinput', 'another'));
      case 'prepare':
        return act(() => client.prepareForCall());
      case 'leave':
        return client.leave();
      case 'deinitialize':
        // Two actions: the second one is refused when the page has prepared and dialled meanwhile.
        return act(() => client.deinitialize().then(() => act(() => client.prepareForCall())));
      default:
        return this.#befall(actor, page, deed);
    }
  }

  #befall(actor: Actor, page: Page, deed: Deed): void {
    const { clock } = this.#stage.world;
    switch (deed.do) {
      case 'unplug':
        return page.capture.unplug(deed.kind);
      case 'outage':
        if (page.signal.state !== 'online') return;
        page.signal.setState('reconnecting');
        return void clock.schedule(deed.ms, () => this.#back(actor, page));
      case 'media': {
        const connection = page.media.opened.at(-1);
        if (!connection?.isOpen) return;
        if (deed.fault === 'failed') return connection.fault({ phase: 'failed', error: new CallError('mediaFailed', 'failed') });
        if (connection.state.phase !== 'connected') return;
        const { peer } = connection.state;
        connection.fault({ phase: 'reconnecting', peer: 'dropped' });
        return void clock.schedule(deed.ms, () => connection.recover(peer));
      }
      case 'throttle':
        page.clock.throttle(deed.granularity);
        return void clock.schedule(deed.ms, () => page.clock.throttle(0));
      case 'clock':
        page.clock.skew += deed.jump;
        return;
      case 'crash':
        return this.#crash(actor, deed.ms);
      case 'reload':
        return this.#reload(actor, page, deed.ms);
      case 'match':
        return match(this.#stage, actor.device.user, deed.to);
      case 'unmatch':
        return unmatch(this.#stage, actor);
      case 'forge':
        return forge(this.#stage, page, deed);
    }
  }

  #back(actor: Actor, page: Page): void {
    this.#rules.disturbed(actor, 'trouble');
    if (page.signal.state === 'reconnecting') page.signal.setState('online');
  }

  /** As a page does it with `resume`: says so in its last turn, and looks in its next whether there is something to take up. */
  #reload(actor: Actor, page: Page, ms: number): void {
    const saved = page.client.saveCall();
    if (!saved) page.client.leave();
    this.#crash(actor, ms, saved && ((next) => this.#act(next, 'resumeCall', () => next.client.resumeCall(saved))));
  }

  #crash(actor: Actor, ms: number | undefined, then?: (page: Page) => void): void {
    this.#stage.crash(actor);
    if (ms === undefined) return;
    this.#stage.world.clock.schedule(ms, () => {
      this.#rules.disturbed(actor, 'trouble');
      this.#note(actor, 'is opened again');
      void this.#stage.open(actor).then(() => actor.page && then?.(actor.page));
    });
  }

  /** Being refused is an answer too: clicks come at the wrong moment all the time. But they change nothing then. */
  #act(page: Page, what: string, act: () => Promise<unknown>): void {
    const { client } = page;
    const before = client.getState();
    const promises = this.#unsettled.get(page) ?? new Set();
    this.#unsettled.set(page, promises.add(what));
    const promise = act();
    const after = client.getState();
    const settled = () => void promises.delete(what);
    promise.then(settled, (error: unknown) => {
      settled();
      const refused = error instanceof CallError && (error.code === 'invalidState' || error.code === 'invalidArgument');
      if (refused && !what.startsWith('redial') && before !== after) this.#rules.accuse(page, `was changed by ${what}, which it refused`);
    });
  }

  #said(actor: Actor, deed: Deed): void {
    const troubles: readonly Deed['do'][] = ['outage', 'media', 'throttle', 'crash', 'reload', 'unplug'];
    this.#rules.disturbed(actor, troubles.includes(deed.do) ? 'trouble' : 'click');
    const { do: what, ...rest } = deed;
    const details = Object.entries(rest).filter(([key, value]) => key !== 'at' && key !== 'who' && value !== undefined);
    this.#note(actor, [what, ...details.map(([key, value]) => `${key}: ${String(value)}`)].join(' '));
  }
}
