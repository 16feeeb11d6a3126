import type { Schedule } from '../schedule.ts';

/** Lost or refused messages above this share may delay anything. */
const MILD = 0.15;
/** `local` tells that a page is gone within. */
const GONE_MS = 100;

/** How bad this world is, and when somebody last interfered: what a rule about time has to allow for. */
export class Climate {
  /** Nothing is lost or refused. */
  readonly lossless: boolean;
  /** What is lost comes again soon. */
  readonly mild: boolean;
  /** The longest way of a message, ms. */
  readonly delay: number;
  /** The coarsest timers that a page in the background has. */
  readonly slowest: number;
  /** Somebody goes without a word and nobody is told, or messages to one of CallAPI's apps are sent once: then the own timers end the call. */
  readonly isHardOfHearing: boolean;
  /** Somebody goes and nobody is told, or somebody rings who never gives a receipt: for as long as a message matters, it is repeated to a device that is no more. */
  readonly isHaunted: boolean;
  /** And it has not said a word. */
  readonly hasVanished: boolean;
  /** When somebody last did something, or something broke or came back. */
  disturbedAt = 0;
  disturbances = 0;
  /** When something last broke or came back. */
  troubledAt = -Infinity;

  constructor({ setup, fates, steps }: Schedule) {
    const { weather, backend } = setup;
    const given = fates && Object.values(fates);
    const lost = given ? given.some(({ delays }) => delays.length === 0) : weather.drop + weather.refuse > 0;
    this.lossless = !lost;
    this.mild = given ? true : weather.drop + weather.refuse <= MILD;
    this.delay = given ? Math.max(10, ...given.flatMap(({ delays }) => delays)) : weather.maxDelay;
    this.slowest = Math.max(0, ...steps.map((step) => (step.do === 'throttle' ? step.granularity : 0)));
    const troubled = steps.some((step) => step.do === 'crash' || step.do === 'reload' || step.do === 'outage' || step.do === 'media');
    this.hasVanished = backend !== 'local' && steps.some((step) => step.do === 'crash');
    // Also where it is told: what the page said last may be later than that.
    const spoke = this.delay > GONE_MS && steps.some((step) => step.do === 'crash');
    this.isHaunted = this.hasVanished || spoke || steps.some((step) => step.do === 'reload' || step.do === 'forge');
    this.isHardOfHearing = backend === 'rtm' || troubled;
  }

  /** Nothing is lost now, and what was lost in an outage has had `ms` to come again. */
  isCalm(now: number, ms = 60_000): boolean {
    return this.lossless && !this.isHaunted && this.slowest === 0 && now - this.troubledAt > ms;
  }
}
