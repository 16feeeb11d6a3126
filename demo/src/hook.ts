import type { CallClient, CallEventInfo, CallReason, CallState, OfflinePush } from '@call-elements/core';
import type { CountingClock } from './counting-clock.ts';

export interface StateEntry {
  /** Milliseconds since 1970: comparable between the pages of one machine. */
  readonly time: number;
  readonly state: CallState;
  readonly reason: CallReason;
  readonly info: CallEventInfo;
}

export interface EventEntry {
  readonly time: number;
  readonly name: 'call-incoming' | 'call-connected' | 'call-disconnected' | 'call-remote-offline' | 'call-error';
  readonly detail: unknown;
}

/** The provider as the demo uses it. */
export interface Provider extends HTMLElement {
  readonly client?: CallClient;
  clock?: CountingClock;
  sendPush?: (push: OfflinePush) => void;
}

/** What the end-to-end tests and the benchmark see of a phone. */
export interface Demo {
  readonly provider: Provider;
  readonly clock: CountingClock;
  readonly states: readonly StateEntry[];
  readonly events: readonly EventEntry[];
}

declare global {
  interface Window {
    demo: Demo;
  }
}
