const reported = new WeakMap<Element, Set<string>>();

/**
 * Tells the author of a page about an attribute that cannot work, once per element and value.
 * The only place that writes to the console: whoever wrote the attribute is looking there, and no event of ours would be heard.
 */
export function attributeError(element: Element, attribute: string, value: unknown, accepted: string): void {
  const seen = reported.get(element) ?? new Set();
  reported.set(element, seen);
  const text = `<${element.localName}> ${attribute}="${String(value)}": ${accepted}`;
  if (seen.has(text)) return;
  seen.add(text);
  console.error(text);
}
