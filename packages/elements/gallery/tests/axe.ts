import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { GalleryState } from '../state.ts';
import type { Stage, Theme } from './stage.ts';

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

const RULES: axe.RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: {
    // Off in axe as long as it is new.
    'target-size': { enabled: true },
    // What a page owes, and no element can give it: landmarks, a first heading and what comes before it.
    region: { enabled: false },
    'landmark-one-main': { enabled: false },
    'page-has-heading-one': { enabled: false },
    'heading-order': { enabled: false },
    bypass: { enabled: false },
  },
  resultTypes: ['violations'],
  // The page has neither frames nor style sheets from elsewhere.
  iframes: false,
  preload: false,
};
/** A sheet shows the same call many times, which no page does. */
const SHEET_RULES: axe.RunOptions = { ...RULES, rules: { ...RULES.rules, 'landmark-unique': { enabled: false } } };
/** A theme changes nothing but colours. */
const COLOR_RULES: axe.RunOptions = { ...RULES, runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, rules: {} };

const SCRIPT = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe has against the state that is shown: a line for each rule. */
export async function violations({ page }: Stage, { layout }: GalleryState, theme: Theme): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path: SCRIPT });
  const rules = theme !== 'light' ? COLOR_RULES : layout === 'screen' ? RULES : SHEET_RULES;
  return page.evaluate(
    async ([chosen, forced]) => {
      if (forced) window.gallery.probe.tellForcedColors();
      const { violations: found } = await window.axe!.run(document.querySelector('main')!, chosen);
      return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join(' | ')}`);
    },
    [rules, theme === 'forced'] as const,
  );
}
