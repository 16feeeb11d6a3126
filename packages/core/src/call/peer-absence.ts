import type { Message } from '../wire/message.ts';
import type { Call } from './call.ts';
import { announce } from './devices.ts';
import { reopenMedia } from './media-session.ts';
import type { Step } from './step.ts';
import { onSwitch } from './switch-type.ts';

/** A page that is reloaded has to be back within. */
export const RESUME_MS = 5_000;

// The other side of a call whose page is reloaded; what that page does itself is in `resumption.ts`.

/** Whether the peer, when it leaves media or is gone, may be back in a moment. One to whom we came back makes its connection anew. */
export function mayReturn({ absence, peer, phase, resumed }: Call): boolean {
  return phase !== 'calling' && (absence !== undefined || resumed === true || peer.announced?.resumes === true);
}

/** The peer's page is gone, for now. */
export function goAway(step: Step): void {
  if (step.call.phase === 'calling' || step.call.absence === 'away') return;
  step.set({ absence: 'away' });
  step.timer('return', RESUME_MS);
}

/** Media has it (again): it was only its connection that was replaced, or the one that we wait for is there. */
export function isHere(step: Step): void {
  step.stopTimer('return');
  step.set({ absence: undefined });
}

/** It is back, as another device: media is made anew, and it hears how things stand. That it is the same tab, `admit` has seen. */
export function onResume(step: Step, { kit, messageId = 0 }: Message): void {
  const { device, media, v: version, switch: news } = kit!;
  step.stopTimer('return');
  step.stopTimer('reconnect');
  step.setPeer({ device, devices: [device], version, latest: messageId, announced: media && { ...media, device, messageId } });
  step.set({ agreed: true, absence: 'returning' });
  if (news) onSwitch(step, news);
  reopenMedia(step);
  step.do({ do: 'acceptMedia' });
  announce(step, 'confirm', { switch: { type: step.call.type, turn: step.call.turn } });
}
