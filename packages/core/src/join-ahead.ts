import { CallError } from './errors.ts';
import type { MediaEngine } from './media.ts';
import type { TokenSource } from './tokens.ts';

/** Seed §7.1.1: joins the prepared room before the dial, where the engine can. A failure costs the head start only. */
export async function joinAhead(media: MediaEngine, roomId: string, token: TokenSource | undefined, onError: (error: CallError) => void): Promise<void> {
  try {
    await media.warmUp?.({ roomId, join: true, token });
  } catch (error) {
    onError(CallError.from(error, 'mediaFailed', 'The prepared room could not be joined ahead.'));
  }
}
