// All text that people see, by key and language. Elements ask for it when they render and keep none.
import { en } from './words/en.ts';
import type { enCall } from './words/en-call.ts';
import { announceWords } from './language.ts';

export type WordKey = keyof typeof en | keyof typeof enCall;
/** The text of every key. `{name}` and the like stay as they are; they are filled in when it is shown. */
export type Words = Readonly<Record<WordKey, string>>;
type Values = Readonly<Record<string, string>>;
type Load = () => Promise<Partial<Words>>;
/** The text of `key` in somebody's language, with `{value}`s filled in. */
export type Word = (key: WordKey, values?: Values) => string;

const languages = new Map<string, Partial<Words>>([['en', en]]);
/** Taken out when asked for. */
const loaders = new Map<string, Load>([['zh', async () => (await import('./words/zh.ts')).zh]]);

/**
 * Adds a language, or replaces words of one: `addWords('pt-BR', { accept: 'Atender', … })`. What is missing is shown in English.
 * A function is called when an element first stands in that language, and may `import()` the words.
 */
export function addWords(language: string, words: Partial<Words> | Load): void {
  const tag = language.toLowerCase();
  if (typeof words !== 'function') return set(tag, { ...languages.get(tag), ...words });
  loaders.set(tag, words);
  announceWords();
}

/** As `addWords`, but what the page added stays. */
export function addBuiltInWords(tag: string, words: Partial<Words>): void {
  set(tag, { ...words, ...languages.get(tag) });
}

function set(tag: string, words: Partial<Words>): void {
  languages.set(tag, words);
  announceWords();
}

/** Fetches the words of a language that somebody reads. What could not be fetched is tried again with the next rendering. */
function load(tag: string): void {
  const loader = loaders.get(tag);
  if (!loader) return;
  loaders.delete(tag);
  loader().then(
    (words) => addBuiltInWords(tag, words),
    () => loaders.set(tag, loader),
  );
}

/** The text of `key` in `language`, else in one that it is a kind of (`zh-Hans-CN`: `zh-Hans`, `zh`), else in English. */
export function word(language: string, key: WordKey, values: Values = {}): string {
  for (let tag = language.toLowerCase(); tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    load(tag);
    const text = languages.get(tag)?.[key];
    if (text !== undefined) return fill(text, values);
  }
  return fill(languages.get('en')![key] ?? key, values);
}

/** `text` with its `{value}`s filled in. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
