// What pages under test and the emulators of their test run say to each other, as JSON.

/** Something that stays where it is, since JSON cannot carry it: it has methods, or is to be awaited. */
export interface Handle {
  readonly handle: number;
}

/** Calls a method, reads a property, or sets one. Arguments may be handles. */
export interface Call {
  /** Of what; of the emulators without one. */
  readonly on?: Handle;
  /** `rtm.sockets.cut`. */
  readonly path: string;
  readonly args?: readonly unknown[];
  /** An object around the new value. */
  readonly set?: { readonly value?: unknown };
}

export type Reply = Handle | { readonly value?: unknown };

export const isHandle = (value: unknown): value is Handle => typeof value === 'object' && value !== null && 'handle' in value;
