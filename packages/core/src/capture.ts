import type { CallError } from './errors.ts';
import type { Track, TrackKind } from './media.ts';

export interface CaptureRequest {
  readonly audio: boolean;
  readonly video: boolean;
  /** Open only what the user granted before; never show a prompt. What is not granted comes back null, without an error. */
  readonly onlyIfGranted?: boolean;
  /** Where there is no camera picture, a 1 fps placeholder instead (towards peers that would never connect without video). */
  readonly placeholder?: boolean;
}

/**
 * Tracks of the local devices, for one call. Its own clones: the device itself closes with the last clone of it.
 *
 * - After `release()` every track of the lease MUST be ended, also one that a pending `open` delivers later.
 * - `open` for a kind that is open replaces it (device switch) and stops the old track. It rejects with a `CallError`; the old track then
 *   stays, but where a device has to be closed before another opens (phones): then it is gone, and `onEnded` says so.
 */
export interface Lease {
  readonly audio: Track | null;
  readonly video: Track | null;
  /** Why a requested kind is missing. */
  readonly errors: { readonly audio?: CallError; readonly video?: CallError };
  /** Silences the audio track without unpublishing it. */
  mute(on: boolean): void;
  open(kind: TrackKind, deviceId?: string): Promise<Track>;
  /** Ends the track: the camera's light goes off. */
  stop(kind: TrackKind): void;
  /** A device went away by itself. Not called for `stop` and `release`. */
  onEnded(listener: (kind: TrackKind) => void): () => void;
  release(): void;
}

/** Opens local devices. One per page, so that two users of one camera open it once. */
export interface Capture {
  /** Never rejects for a missing or refused device: the lease tells. Asks for both at once, and for the microphone alone when the camera is refused. */
  acquire(request: CaptureRequest): Promise<Lease>;
}
