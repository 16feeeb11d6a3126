import { DEFAULT_PREPARE, EARLY_MEDIA, mediaNames, signalNames } from '@call-elements/core';
import { MAX_TIMEOUT, MAX_USER_ID, PRELOADS, THEMES } from './call-provider/provider-config.ts';

const ADAPTERS = { signal: ['local', 'rtm', 'easemob'], media: ['webrtc', 'agora'] };

const oneOf = (values: readonly string[], fallback: string): string => `use ${values.join(', ')}. Going on with ${fallback}.`;

/** What each attribute takes, and what happens instead. */
const accepted = (): Readonly<Record<string, string>> => ({
  'call-timeout': `use milliseconds, 0 to ${MAX_TIMEOUT} (0: no limit). Going on with ${DEFAULT_PREPARE.callTimeout}.`,
  'early-media': oneOf(EARLY_MEDIA, DEFAULT_PREPARE.earlyMedia),
  preload: oneOf(PRELOADS, 'ring'),
  tabs: oneOf(['shared', 'own'], 'shared'),
  theme: oneOf(THEMES, 'auto'),
  type: 'use video or audio. Going on with video.',
  'user-id': `use at most ${MAX_USER_ID} characters. Not signing in.`,
});

const reported = new WeakMap<Element, Set<string>>();

/** When every script of the page has run, whatever its order. */
async function scriptsRan(): Promise<void> {
  if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  await new Promise((resolve) => setTimeout(resolve));
}

/** What to do about an adapter that no script registered. */
async function howToLoad(kind: 'signal' | 'media', name: string): Promise<string | undefined> {
  await scriptsRan();
  const registered = kind === 'signal' ? signalNames() : mediaNames();
  if (registered.includes(name)) return undefined;
  if (ADAPTERS[kind].includes(name)) return `its adapter is not loaded; import "@call-elements/${kind}-${name}/register".`;
  return `use ${[...new Set([...registered, ...ADAPTERS[kind]])].join(', ')}, or register an adapter of that name.`;
}

/**
 * Tells the author of a page about an attribute that cannot work, once per element and value.
 * The only place that writes to the console: whoever wrote the attribute is looking there, and no event of ours would be heard.
 */
export async function attributeError(element: Element, attribute: string, value: unknown): Promise<void> {
  const isAdapter = attribute === 'signal' || attribute === 'media';
  const advice = isAdapter ? await howToLoad(attribute, String(value)) : accepted()[attribute];
  const text = `<${element.localName}> ${attribute}="${String(value)}": ${advice}`;
  const seen = reported.get(element) ?? new Set();
  reported.set(element, seen);
  if (!advice || seen.has(text)) return;
  seen.add(text);
  console.error(text);
}
