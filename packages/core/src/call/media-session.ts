import { publishOpen } from './devices.ts';
import type { Step } from './step.ts';

export function openMedia(step: Step): void {
  step.set({ mediaOpen: true });
  step.event('joinRTCStart');
  step.do({ do: 'openMedia' });
}

/** Another connection, with another device of the peer. */
export function reopenMedia(step: Step): void {
  step.do({ do: 'closeMedia' });
  step.set({ media: undefined });
  openMedia(step);
  publishOpen(step);
}
