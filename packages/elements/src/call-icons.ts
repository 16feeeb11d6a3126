import { svg } from 'lit';
import { handset, line } from './icons.ts';

// The shape is knocked out around the slash, so that "off" reads at a glance and in one colour.
const slash = svg`<path d="M4.5 3.5 20 19"/>`;

export const hangupIcon = line(svg`${handset}`);
export const microphoneIcon = line(svg`<rect x="9" y="2.8" width="6" height="11.4" rx="3"/><path d="M5.3 11.5a6.7 6.7 0 0 0 13.4 0M12 18.2v3"/>`);
export const microphoneOffIcon = line(svg`<path d="M9.1 5.2a3 3 0 0 1 5.9.6v5M13.6 13.8A3 3 0 0 1 9 11.2V8M5.3 11.5a6.7 6.7 0 0 0 10.4 5.6M18.7 11.5c0 1-.2 2-.6 2.8M12 18.2v3"/>${slash}`);
export const cameraOffIcon = line(svg`<path d="M9.5 6h2.8a3.2 3.2 0 0 1 3.2 3.2v2.6M15.5 16.4A3.2 3.2 0 0 1 12.3 18H5.7a3.2 3.2 0 0 1-3.2-3.2V9.2c0-1.1.5-2 1.4-2.6M15.5 10.8l4.4-2.9c.7-.4 1.6 0 1.6.8v6.6c0 .4-.2.7-.5.8"/>${slash}`);
export const soundIcon = line(svg`<path d="M4 9.5v5h3.2l4.8 4v-13l-4.8 4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11"/>`);
export const warningIcon = line(svg`<path d="M12 4 2.8 19.5h18.4zM12 10v4.3M12 17v.1"/>`);
export const swapIcon = line(svg`<path d="M4 9h14l-3.5-3.5M20 15H6l3.5 3.5"/>`);
export const closeIcon = line(svg`<path d="m6.5 6.5 11 11M17.5 6.5l-11 11"/>`);
