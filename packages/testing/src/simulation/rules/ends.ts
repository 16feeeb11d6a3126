import type { CallReason } from '@call-elements/core';
import type { Page } from '../../world.ts';
import { MATCHED } from '../outsiders.ts';
import type { Schedule } from '../schedule.ts';
import type { Stage } from '../stage.ts';
import { fail } from './violation.ts';

const CONNECT_MS = 20_000;
const GRACE_MS = 2_000;

/** Something was in the way. */
const OBSTACLES: readonly CallReason[] = ['messageFailed', 'signalLost', 'unsupported', 'connectTimeout', 'mediaFailed', 'remoteOffline', 'answeredElsewhere'];
const TROUBLE: readonly string[] = ['outage', 'media', 'crash', 'reload', 'throttle', 'leave', 'deinitialize', 'forge', 'tap', 'match'];

/** Whether two pages are alone with a network that is well, and nobody comes or goes. */
function isIdeal({ setup, fates, steps }: Schedule): boolean {
  const { devices, media, weather } = setup;
  const users = new Set(devices.map(({ user }) => user));
  const well = weather.drop + weather.refuse + media.broken === 0 && weather.maxDelay <= 400 && media.latency <= 200 && fates === undefined;
  return well && users.size === devices.length && devices.every(({ kind, prompt = 0 }) => kind === 'kit' && prompt <= 500) && steps.every((step) => !TROUBLE.includes(step.do));
}

/** No timer ends a call before its time, and where nothing is in the way nothing ends as if it were. */
export class Ends {
  readonly #stage: Stage;
  readonly #isIdeal: boolean;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#isIdeal = isIdeal(stage.schedule);
  }

  /** `since`: how long ago this page had the call first, and how long it has been in its last state. */
  check(page: Page, reason: CallReason, since: { readonly began: number; readonly entered: number }): void {
    if (reason === 'callingTimeout' && since.began < this.#ring(page) - 1) fail(page, `gave up after ${Math.round(since.began)} ms of ringing`);
    if (reason === 'connectTimeout' && since.entered < CONNECT_MS - 1) fail(page, `gave up after ${Math.round(since.entered)} ms of connecting`);
    if (this.#isIdeal && OBSTACLES.includes(reason)) fail(page, `ended with ${reason}, and nothing was in the way`);
  }

  /** The least that this page rings: its own time, and for a callee that of the caller. */
  #ring(page: Page): number {
    const { callId, direction, remoteUserId } = page.client.getState().lastCall!;
    const own = this.#stage.actorOf(page)!.device.ring;
    if (direction === 'outgoing') return own;
    const others = this.#stage.schedule.setup.devices.filter(({ user }) => user === remoteUserId);
    // A server has no kit.
    const isKit = !callId.startsWith(MATCHED) && others.length > 0 && others.every(({ kind }) => kind === 'kit');
    return Math.min(own, ...others.map(({ ring }) => ring)) + (isKit ? GRACE_MS : 0);
  }
}
