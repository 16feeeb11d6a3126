const GESTURES = ['pointerup', 'keydown', 'touchend'];
let context: AudioContext | undefined;
/** Those that sound, or would if they could. */
const players = new Set<(context: AudioContext) => void>();

/** Lets tones sound from here on, where the browser wants a gesture for that. Call it in one. */
export function unlockTones(): void {
  // Before the first gesture a context would stay silent, and Chromium complains about it in the page's console.
  if (!(navigator.userActivation?.hasBeenActive ?? true)) return;
  context ??= new AudioContext();
  context.resume().then(rest, () => {});
  for (const play of players) play(context);
}

function rest(): void {
  if (!players.size) context?.suspend().catch(() => {});
}

/** Calls `play` with the page's one audio context, now or with the first gesture, until the function that is returned is called. */
export function whenAudible(play: (context: AudioContext) => void): () => void {
  players.add(play);
  for (const type of GESTURES) document.addEventListener(type, unlockTones, { capture: true, passive: true });
  unlockTones();
  return () => {
    players.delete(play);
    if (players.size) return;
    for (const type of GESTURES) document.removeEventListener(type, unlockTones, { capture: true });
    rest();
  };
}
