import type { TrackKind } from '@call-elements/core';
import { constraintsFor } from './constraints.ts';
import type { CaptureOptions, Wish } from './constraints.ts';
import { deviceError, insecurePage } from './errors.ts';
import { permission } from './permission.ts';

type Result = MediaStreamTrack | { readonly error: unknown };
export type Results = Partial<Record<TrackKind, Result>>;

async function ask(wishes: readonly Wish[], options: CaptureOptions): Promise<Results> {
  try {
    const constraints = Object.fromEntries(wishes.map((wish) => [wish.kind, constraintsFor(wish, options)]));
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    return Object.fromEntries(stream.getTracks().map((track) => [track.kind, track]));
  } catch (error) {
    return Object.fromEntries(wishes.map(({ kind }) => [kind, { error }]));
  }
}

function isRefusal(result: Result | undefined): boolean {
  return !!result && 'error' in result && (result.error as { name?: unknown })?.name === 'NotAllowedError';
}

/** The user said no to both and no to the microphone. Asking for the camera too would be a third question, unless the answer is known. */
async function askedEnough(both: Result, audio: Result): Promise<boolean> {
  if (!isRefusal(both) || !isRefusal(audio)) return false;
  return (await permission('audio')) !== 'denied' && (await permission('video')) !== 'granted';
}

/** One question for both devices. getUserMedia does not say which of the two it failed for, so then each on its own, the microphone first. */
async function askForBoth(audio: Wish, video: Wish, options: CaptureOptions): Promise<Results> {
  const both = await ask([audio, video], options);
  if (both.audio && !('error' in both.audio)) return both;
  const alone = await ask([audio], options);
  if (!('error' in alone.audio!)) return { audio: alone.audio, video: both.video };
  if (await askedEnough(both.video!, alone.audio)) return { audio: alone.audio, video: both.video };
  return { audio: alone.audio, video: (await ask([video], options)).video };
}

/** One promise for each wish, since one device may be there without the other. They reject with a `CallError`. */
export function openDevices(wishes: readonly Wish[], options: CaptureOptions): Promise<MediaStreamTrack>[] {
  if (wishes.length === 0) return [];
  if (!globalThis.isSecureContext || !navigator.mediaDevices) return wishes.map(({ kind }) => Promise.reject(insecurePage(kind)));
  const [first, second] = wishes;
  const results = first && second ? askForBoth(first, second, options) : ask(wishes, options);
  return wishes.map(async ({ kind }) => {
    const result = (await results)[kind];
    if (!result || 'error' in result) throw deviceError(kind, result?.error);
    return result;
  });
}
