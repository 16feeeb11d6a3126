/** Tells the author of the page about an attribute that cannot work. What there is to say is loaded with the first mistake. */
export function mistake(element: Element, attribute: string, value: unknown): void {
  import('./attribute-error.ts').then(
    ({ attributeError }) => attributeError(element, attribute, value),
    // Offline: whoever writes the page will read it next time.
    () => {},
  );
}
