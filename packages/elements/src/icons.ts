import { html, svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';

// 24 × 24, drawn with a round 1.8 line; the handset alone is filled.
export function line(shape: SVGTemplateResult): TemplateResult {
  return html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;
}

export const handset = svg`<path fill="currentColor" stroke="none" d="M12 8.4c-3.7 0-7 1-9.4 2.9-.9.7-1.2 1.7-.9 2.7l.5 1.7c.3 1 1.2 1.5 2.2 1.3l2.7-.7c.9-.2 1.5-1 1.5-1.8v-1.6c1.1-.3 2.2-.4 3.4-.4s2.3.1 3.4.4v1.6c0 .8.6 1.6 1.5 1.8l2.7.7c1 .2 1.9-.3 2.2-1.3l.5-1.7c.3-1 0-2-.9-2.7C19 9.4 15.7 8.4 12 8.4z"/>`;
export const phoneIcon = line(svg`<g transform="rotate(-135 12 12)">${handset}</g>`);
export const cameraIcon = line(svg`<rect x="2.5" y="6" width="13" height="12" rx="3.2"/><path d="m15.5 10.8 4.4-2.9c.7-.4 1.6 0 1.6.8v6.6c0 .8-.9 1.2-1.6.8l-4.4-2.9"/>`);
