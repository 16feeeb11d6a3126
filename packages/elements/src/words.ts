// All text that people see, by key and language. Elements ask for it when they render and keep none.
import { en } from './words/en.ts';
import type { enCall } from './words/en-call.ts';
import { announceWords } from './context.ts';

export type WordKey = keyof typeof en | keyof typeof enCall;
/** The text of every key. `{name}` and the like stay as they are; they are filled in when it is shown. */
export type Words = Readonly<Record<WordKey, string>>;
type Values = Readonly<Record<string, string>>;
type Load = () => Promise<Partial<Words>>;
/** The text of `key` in somebody's language, with `{value}`s filled in. */
export type Word = (key: WordKey, values?: Values) => string;

/** Words by language, lower case, and how to fetch those that are not here yet: taken out when asked for. */
interface Shelf {
  readonly words: Map<string, Partial<Words>>;
  readonly loaders: Map<string, Load>;
}
const page: Shelf = { words: new Map(), loaders: new Map() };
const builtIn: Shelf = { words: new Map([['en', en]]), loaders: new Map([['zh', async () => (await import('./words/zh.ts')).zh]]) };

function put({ words }: Shelf, tag: string, more: Partial<Words>): void {
  words.set(tag, { ...words.get(tag), ...more });
  announceWords();
}

/**
 * Adds a language, or replaces words of one: `addWords('pt-BR', { accept: 'Atender', … })`. What is missing is shown in English.
 * A function is called when an element first stands in that language, and may `import()` the words.
 */
export function addWords(language: string, words: Partial<Words> | Load): void {
  const tag = language.toLowerCase();
  if (typeof words !== 'function') return put(page, tag, words);
  page.loaders.set(tag, words);
  announceWords();
}

/** The kit's own, which those of the page replace. */
export function addBuiltInWords(tag: string, words: Partial<Words>): void {
  put(builtIn, tag, words);
}

/** Fetches the words of a language that somebody reads. What could not be fetched is tried again with the next rendering. */
function load(shelf: Shelf, tag: string): void {
  const loader = shelf.loaders.get(tag);
  if (!loader) return;
  shelf.loaders.delete(tag);
  Promise.resolve()
    .then(loader)
    .then(
      (words) => put(shelf, tag, words),
      () => shelf.loaders.set(tag, loader),
    );
}

/** The text of `key` in `language`, else in one that it is a kind of (`zh-Hans-CN`: `zh-Hans`, `zh`), else in English. */
export function word(language: string, key: WordKey, values: Values = {}): string {
  for (let tag = language.toLowerCase(); tag !== 'en'; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-'))) || 'en') {
    const text = find(tag, key);
    if (text !== undefined) return fill(text, values);
  }
  return fill(find('en', key) ?? key, values);
}

function find(tag: string, key: WordKey): string | undefined {
  load(page, tag);
  load(builtIn, tag);
  return page.words.get(tag)?.[key] ?? builtIn.words.get(tag)?.[key];
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff]/;

/** `text` with its `{value}`s filled in. Those in letters from right to left do not turn the words around them about. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name] ?? whole;
    return RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value;
  });
}
