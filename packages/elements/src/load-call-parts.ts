import { once } from './lazy.ts';
import { addBuiltInWords } from './words.ts';

export type CallParts = typeof import('./call-parts.ts');

let parts: CallParts | undefined;

/** Loads what only a call needs. */
export const loadCallParts = once(async () => {
  const loaded = await import('./call-parts.ts');
  addBuiltInWords('en', loaded.enCall);
  return (parts = loaded);
});

/** What only a call needs, or undefined as long as it is not loaded. */
export function callParts(): CallParts | undefined {
  return parts;
}
