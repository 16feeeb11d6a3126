// One state, in the whole window. Tests drive it by `window.gallery`, people by the address: state.html?state=idle&theme=dark.
import './frozen-time.ts';
import { calm, finishAnimations } from './calm.ts';
import { clear, mountState } from './mount-state.ts';
import { addBuiltInWords } from '../src/words.ts';
import { loadCallParts } from '../src/load-call-parts.ts';
import { probe } from './probe.ts';
import type { Probe } from './probe.ts';
import type { Sitter } from './portraits.ts';
import { stateNamed } from './states.ts';

export interface ShowOptions {
  /** Default: as the state says. */
  readonly lang?: string;
  readonly dir?: string;
  /** Who is in front of both cameras. Default: Alice and Bob. */
  readonly sitter?: Sitter;
}

export interface Gallery {
  /** Resolves when everything is in place: texts, pictures, and no animation that would end. */
  show(name: string, options?: ShowOptions): Promise<void>;
  /** Brings to an end what a change from outside (size, theme) set off. */
  finishAnimations(): void;
  readonly probe: Probe;
}

declare global {
  interface Window {
    gallery: Gallery;
  }
}

/** What pages load when they need it comes first here, so that nothing shows up late. */
async function loadAll(): Promise<void> {
  const [{ zh }] = await Promise.all([import('../src/words/zh.ts'), loadCallParts(), document.fonts.load('1rem "Inter Variable"')]);
  addBuiltInWords('zh', zh);
}
const loaded = loadAll();

async function show(name: string, { lang, dir, sitter }: ShowOptions = {}): Promise<void> {
  await loaded;
  const state = stateNamed(name);
  clear();
  probe.plant('');
  Object.assign(document.documentElement, { lang: lang ?? state.lang ?? 'en', dir: dir ?? state.dir ?? 'ltr' });
  await mountState(state, sitter);
  await calm(document.body);
}

window.gallery = { show, finishAnimations: () => finishAnimations(document.body), probe };

const asked = new URLSearchParams(location.search);
const theme = asked.get('theme');
if (theme) {
  document.documentElement.style.colorScheme = theme;
  document.documentElement.style.setProperty('--call-color-scheme', theme);
}
if (asked.has('state')) void show(asked.get('state')!, { lang: asked.get('lang') ?? undefined, dir: asked.get('dir') ?? undefined });
