import { allAnimations, allElements } from './deep.ts';
import { filmAll } from './portraits.ts';

const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
/** What each video showed when it was waited for. */
const shown = new WeakMap<HTMLVideoElement, unknown>();

/** Waits until nothing in `root` changes any more by itself. */
export async function calm(root: Element): Promise<void> {
  await document.fonts.ready;
  const elements = allElements(root);
  await Promise.all(elements.filter((element) => element instanceof HTMLImageElement).map((image) => image.decode().catch(() => {})));
  await Promise.all(elements.filter((element) => element instanceof HTMLVideoElement).map(filmed));
  // What elements do a frame later, as moving the focus, has then been done.
  await frame();
  await frame();
  finishAnimations(root);
}

/** Until the video shows a frame, if anybody can see it. */
async function filmed(video: HTMLVideoElement): Promise<void> {
  const { srcObject } = video;
  if (!srcObject || shown.get(video) === srcObject || getComputedStyle(video).visibility === 'hidden') return;
  let arrived = false;
  video.requestVideoFrameCallback(() => (arrived = true));
  while (!arrived) {
    filmAll();
    await frame();
  }
  shown.set(video, srcObject);
}

/**
 * Those that end are at their end; the others go on, and with reduced motion there are none. An end may start the next one: what
 * is inherited follows level by level, where everything has a transition.
 */
export function finishAnimations(root: Element): void {
  for (;;) {
    const passing = allAnimations(root).filter(({ effect, playState }) => playState !== 'finished' && effect?.getComputedTiming().endTime !== Infinity);
    if (passing.length === 0) return;
    for (const animation of passing) animation.finish();
  }
}
