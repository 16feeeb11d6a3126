import { svg } from 'lit';
import { line } from '../icons.ts';

export const soundIcon = line(svg`<path d="M4 9.5v5h3.2l4.8 4v-13l-4.8 4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11"/>`);
export const warningIcon = line(svg`<path d="M12 4 2.8 19.5h18.4zM12 10v4.3M12 17v.1"/>`);
export const swapIcon = line(svg`<path d="M4 9h14l-3.5-3.5M20 15H6l3.5 3.5"/>`);
export const closeIcon = line(svg`<path d="m6.5 6.5 11 11M17.5 6.5l-11 11"/>`);
