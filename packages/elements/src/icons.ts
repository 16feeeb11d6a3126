import { svg, html } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';

// 24 × 24, drawn with a round 1.8 line; the handset alone is filled.
export function line(shape: SVGTemplateResult): TemplateResult {
  return html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;
}

const handset = svg`<path fill="currentColor" stroke="none" d="M12 8.4c-3.7 0-7 1-9.4 2.9-.9.7-1.2 1.7-.9 2.7l.5 1.7c.3 1 1.2 1.5 2.2 1.3l2.7-.7c.9-.2 1.5-1 1.5-1.8v-1.6c1.1-.3 2.2-.4 3.4-.4s2.3.1 3.4.4v1.6c0 .8.6 1.6 1.5 1.8l2.7.7c1 .2 1.9-.3 2.2-1.3l.5-1.7c.3-1 0-2-.9-2.7C19 9.4 15.7 8.4 12 8.4z"/>`;
// The shape is knocked out around the slash, so that "off" reads at a glance and in one colour.
const slash = svg`<path d="M4.5 3.5 20 19"/>`;

export const hangupIcon = line(svg`${handset}`);
export const phoneIcon = line(svg`<g transform="rotate(-135 12 12)">${handset}</g>`);
export const microphoneIcon = line(svg`<rect x="9" y="2.8" width="6" height="11.4" rx="3"/><path d="M5.3 11.5a6.7 6.7 0 0 0 13.4 0M12 18.2v3"/>`);
export const microphoneOffIcon = line(svg`<path d="M9.1 5.2a3 3 0 0 1 5.9.6v5M13.6 13.8A3 3 0 0 1 9 11.2V8M5.3 11.5a6.7 6.7 0 0 0 10.4 5.6M18.7 11.5c0 1-.2 2-.6 2.8M12 18.2v3"/>${slash}`);
export const cameraIcon = line(svg`<rect x="2.5" y="6" width="13" height="12" rx="3.2"/><path d="m15.5 10.8 4.4-2.9c.7-.4 1.6 0 1.6.8v6.6c0 .8-.9 1.2-1.6.8l-4.4-2.9"/>`);
export const cameraOffIcon = line(svg`<path d="M9.5 6h2.8a3.2 3.2 0 0 1 3.2 3.2v2.6M15.5 16.4A3.2 3.2 0 0 1 12.3 18H5.7a3.2 3.2 0 0 1-3.2-3.2V9.2c0-1.1.5-2 1.4-2.6M15.5 10.8l4.4-2.9c.7-.4 1.6 0 1.6.8v6.6c0 .4-.2.7-.5.8"/>${slash}`);
