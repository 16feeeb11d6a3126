const watchers = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Tells all elements that words came, or that the language of a part of the page changed. */
export function announceWords(): void {
  for (const changed of [...watchers]) changed();
}

/** Hears it; returns the way to stop. */
export function watchWords(changed: () => void): () => void {
  observer ??= new MutationObserver(announceWords);
  if (!watchers.size) observer.observe(document, { subtree: true, attributeFilter: ['lang'] });
  watchers.add(changed);
  return () => {
    watchers.delete(changed);
    if (!watchers.size) observer!.disconnect();
  };
}

/** The language of the place where an element stands: the nearest `lang`, out of shadow roots too; else the browser's. */
export function languageOf(element: Element): string {
  const named = element.closest<HTMLElement>('[lang]');
  if (named) return canonical(named.lang);
  const { host } = element.getRootNode() as ShadowRoot;
  return host ? languageOf(host) : navigator.language;
}

/** `Intl` throws on what is no language tag, `zh_CN` for one. */
function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0]!;
  } catch {
    return 'en';
  }
}
