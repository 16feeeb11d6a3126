import type { PrepareConfig } from './config.ts';
import { CallError } from './errors.ts';
import type { MediaEngine } from './media.ts';

/** Seed §7.1.1: joins the prepared room before the dial, where the engine can. A failure costs the head start only. */
export async function joinAhead(media: MediaEngine, { roomId, rtcToken }: PrepareConfig, onError: (error: CallError) => void): Promise<void> {
  if (roomId === undefined) return;
  try {
    await media.warmUp?.({ roomId, join: true, token: rtcToken === undefined ? undefined : async () => rtcToken });
  } catch (error) {
    onError(CallError.from(error, 'mediaFailed', 'The prepared room could not be joined ahead.'));
  }
}
