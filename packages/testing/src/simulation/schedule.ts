import type { CallType, EarlyMedia, TrackKind } from '@call-elements/core';
import type { Fate } from '../simulated-network.ts';

/** One device of a user: a page with the kit, or one of CallAPI's own apps. */
export interface Device {
  readonly user: string;
  readonly kind: 'kit' | 'ios' | 'android';
  /** Ring timeout, ms; 0: none. */
  readonly ring: number;
  /** Connected on agreement alone. */
  readonly eager?: boolean;
  readonly early?: EarlyMedia;
  /** Permission was given before. */
  readonly granted?: boolean;
  /** How long a device takes to open, ms; with a prompt before it, as long as a person takes. */
  readonly prompt?: number;
  readonly refused?: readonly TrackKind[];
  /** Calls go on over a reload. */
  readonly resumes?: boolean;
  /** How far its wall clock is off, ms. */
  readonly skew?: number;
}

export interface Weather {
  readonly drop: number;
  readonly duplicate: number;
  readonly refuse: number;
  readonly minDelay: number;
  /** Up to two seconds: messages overtake each other, and calls. */
  readonly maxDelay: number;
}

export interface Setup {
  /**
   * `local` knows for certain who is gone, and says so; `rtm` only believes it, and says nothing; `store` takes messages for anybody.
   * On `rtm` media is like agora's: it meets in rooms, and CallAPI's own apps are there as well.
   */
  readonly backend: 'local' | 'rtm' | 'store';
  readonly devices: readonly Device[];
  readonly weather: Weather;
  readonly media: { readonly latency: number; /** Probability that a connection never comes about. */ readonly broken: number };
}

/** What somebody does, or what happens to them. */
export type Deed =
  | { readonly do: 'dial'; readonly to: string; readonly type: CallType }
  | { readonly do: 'accept'; readonly camera?: boolean }
  | { readonly do: 'reject' }
  | { readonly do: 'cancel' }
  | { readonly do: 'hangup' }
  /** In the same tick: nothing may be left over from the old call. */
  | { readonly do: 'redial'; readonly to: string }
  | { readonly do: 'microphone'; readonly on: boolean }
  | { readonly do: 'camera'; readonly on: boolean }
  /** To audio at once, to video with the consent of the other side, who clicks the same. */
  | { readonly do: 'switch'; readonly type: CallType }
  | { readonly do: 'select'; readonly kind: TrackKind }
  | { readonly do: 'unplug'; readonly kind: TrackKind }
  | { readonly do: 'prepare' }
  /** `pagehide`, and the page comes back. */
  | { readonly do: 'leave' }
  | { readonly do: 'deinitialize' }
  /** Whatever fits the moment; `pick` chooses. */
  | { readonly do: 'tap'; readonly pick: number }
  | { readonly do: 'outage'; readonly ms: number }
  | { readonly do: 'media'; readonly fault: 'lost' | 'failed'; readonly ms: number }
  | { readonly do: 'throttle'; readonly granularity: number; readonly ms: number }
  | { readonly do: 'clock'; readonly jump: number }
  /** The page vanishes without a word, and is opened again after `ms`, or never. */
  | { readonly do: 'crash'; readonly ms?: number }
  /** Reloaded, which takes `ms`: the call is taken up again where that is possible. */
  | { readonly do: 'reload'; readonly ms: number }
  /** A server rings this user and another (callapi.md §1.7), or ends what it began. */
  | { readonly do: 'match'; readonly to: string }
  | { readonly do: 'unmatch' }
  /** Somebody else who knows everything writes to this one. */
  | { readonly do: 'forge'; readonly action: number; readonly as: 'self' | 'peer'; readonly kit: boolean };

/** `who`: the place in the list of devices. */
export type Step = { readonly at: number; readonly who: number } & Deed;

/** Everything that decides what happens. The same schedule is the same course, down to the byte. */
export interface Schedule {
  /** For the names of calls, and for what the weather does to each message. */
  readonly seed: number;
  readonly setup: Setup;
  readonly steps: readonly Step[];
  /** What became of messages, by their label, instead of what the weather would do; see `Fates`. */
  readonly fates?: Readonly<Record<string, Fate>>;
}

/** When people stop, the network is well again, and what is left is what the engine does by itself. */
export const ACTIVE_MS = 20_000;
/** Longer than anything lasts that the engine does by itself. */
export const REST_MS = 200_000;
