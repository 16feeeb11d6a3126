interface Axe {
  run(element: Element, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

/** What axe has against `element` in the theme given: a line per rule. The test imports `axe-core`, which is a script and leaves a global behind. */
export async function accessibilityProblems(element: HTMLElement, theme: 'light' | 'dark'): Promise<string[]> {
  element.style.setProperty('--call-color-scheme', theme);
  // The end of entrance animations: axe judges colours as painted now.
  const passing = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity);
  await Promise.all(passing.map((animation) => animation.finished.catch(() => {})));
  const { axe } = window as unknown as { axe: Axe };
  const { violations } = await axe.run(element, { rules: { region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}
