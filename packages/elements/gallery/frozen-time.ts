// Imported before everything else: in the gallery time stands still.

/** What every clock there shows. */
export const NOW = Date.UTC(2026, 0, 15, 12);

/** Timers of a second and more never fire: the ended screen would go, and the controls would hide. */
const HELD_MS = 1000;

Date.now = () => NOW;
if (globalThis.window) {
  const { setTimeout: start } = window;
  window.setTimeout = ((run: () => void, ms = 0, ...values: []) => (ms < HELD_MS ? start(run, ms, ...values) : 0)) as typeof setTimeout;
}
