import { nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { CallInfo, Track } from '@call-elements/core';
import type { Word } from '../words.ts';
import { videoCover } from './video-cover.ts';

export interface VideoModel {
  readonly call: CallInfo | undefined;
  /** From here on the peer may be seen. */
  readonly answered: boolean;
  /** One's own side. */
  readonly local: boolean;
  readonly userId: string;
  readonly name: string;
  readonly word: Word;
}

/** What one side of a call shows. */
export interface VideoLook {
  readonly track: Track | null;
  /** There is a picture. */
  readonly live: boolean;
  readonly classes: string;
  readonly label: string;
  readonly cover: TemplateResult | typeof nothing;
}

export function videoLook(model: VideoModel): VideoLook {
  const { call, local, name, userId, word } = model;
  const track = (local ? call?.local.camera.track : call?.media?.remote.video) ?? null;
  const live = track !== null && isLive(model);
  return {
    track,
    live,
    classes: `${live ? '' : 'hidden'} ${local && !facesAway(track) ? 'mirrored' : ''}`,
    label: local ? word('you') : name,
    cover: live || !call ? nothing : videoCover(userId, captionOf(model)),
  };
}

/** A paused sender leaves its last frame frozen (web-mapping.md §0.3, trap 4), so what the peer announces decides, not the track. */
function isLive({ call, answered, local }: VideoModel): boolean {
  if (local) return call?.local.camera.state === 'on';
  return answered && call?.remote.camera === true && call.media?.received.video === true;
}

function facesAway(track: Track | null): boolean {
  return (track as MediaStreamTrack | null)?.getSettings?.().facingMode === 'environment';
}

function captionOf({ call, answered, local, word }: VideoModel): string | undefined {
  return !local && answered && call?.remote.camera === false ? word('cameraOff') : undefined;
}

/** Shows `track`, or nothing. */
export function playTrack(video: HTMLVideoElement, track: Track | null): void {
  const shown = (video.srcObject as MediaStream | null)?.getTracks()[0] ?? null;
  if (track !== shown) video.srcObject = track ? new MediaStream([track as MediaStreamTrack]) : null;
  // Plays hidden while it rings, so that accepting shows the next frame (web-mapping.md §0.1). Refusals do not happen to muted video; an end may.
  if (track && video.paused) video.play().catch(() => {});
}
