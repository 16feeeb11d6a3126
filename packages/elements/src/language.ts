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
