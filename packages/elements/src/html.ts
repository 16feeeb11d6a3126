import { html as plain } from 'lit';

const TAG = /(<\/?)(?=call-|incoming-call)/g;
let prefix = '';
const renamed = new WeakMap<TemplateStringsArray, TemplateStringsArray>();

/** From now on templates name the elements of the kit with `prefix`. */
export function usePrefix(name: string): void {
  prefix = name;
}

function rename(strings: TemplateStringsArray): TemplateStringsArray {
  const known = renamed.get(strings);
  if (known) return known;
  // Lit takes strings for a template when they have `raw`, and keeps what it made of them by identity.
  const names = strings.map((text) => text.replace(TAG, `$1${prefix}-`));
  const template = Object.assign(names, { raw: strings.raw });
  renamed.set(strings, template);
  return template;
}

/** Lit's `html`, for templates with elements of the kit in them: those have the names that `define` gave them. */
export const html: typeof plain = (strings, ...values) => plain(prefix ? rename(strings) : strings, ...values);
