import { mayBeNative } from '../wire/user-id.ts';
import type { Call } from './call.ts';
import { maySend } from './devices.ts';
import type { Step } from './step.ts';

/**
 * CallAPI's own clients connect on a picture only (callapi.md §2.3). Where there is none they are sent a dark one; also while nobody
 * knows what the peer has. Run after every input. It is no picture of ours: for the user and for kits the camera is off.
 */
export function standIn(step: Step): void {
  const { call } = step;
  const { placeholder } = call;
  const { state, track } = call.local.camera;
  // Not for the moment in which the camera opens. What stands in already goes on until the camera is there.
  const lacking = !track && (placeholder || (state !== 'asking' && !wasSeen(call)));
  const needed = lacking && call.type === 'video' && maySend(call) && call.peer.kind !== 'kit' && mayBeNative(call.remoteUserId, call.settings.engine);
  if (needed === placeholder) return;
  step.set({ placeholder: needed });
  if (!needed && !track) step.do({ do: 'publish', kind: 'video', track: null });
  step.do({ do: 'placeholder', on: needed });
}

/** Later on, a camera that is switched off is just that. */
function wasSeen({ phase, media }: Call): boolean {
  return phase === 'connected' && media?.sent.video === true;
}
