import type { TrackKind } from '@call-elements/core';

export interface CaptureOptions {
  /** Laid over the defaults: echo cancellation, noise suppression and gain control on. */
  readonly audio?: MediaTrackConstraints;
  /** Laid over the defaults: 1280 x 720 at up to 30 frames per second, from the camera that faces the user. */
  readonly video?: MediaTrackConstraints;
}

/** A device that somebody wants open. */
export interface Wish {
  readonly kind: TrackKind;
  /** This one and no other. Without it, the browser's choice. */
  readonly deviceId?: string;
}

const DEFAULTS: Record<TrackKind, MediaTrackConstraints> = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 }, facingMode: 'user' },
};

export function constraintsFor({ kind, deviceId }: Wish, options: CaptureOptions): MediaTrackConstraints {
  const constraints = { ...DEFAULTS[kind], ...options[kind] };
  if (deviceId === undefined) return constraints;
  // Which way it faces is settled by choosing it.
  return { ...constraints, facingMode: undefined, deviceId: { exact: deviceId } };
}
