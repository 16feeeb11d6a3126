import type { GalleryState } from '../state.ts';

const SENTENCE = 'Hamburgefonstiv 0123456789, quick brown fox';
const line = (size: number, weight: number): string => `<p style="font-size:${size}px;font-weight:${weight}">${SENTENCE}</p>`;
const color = (value: string): string => `<div style="inline-size:64px;block-size:64px;border-radius:50%;background:${value}"></div>`;

/** None of the elements: shows how a machine paints. */
export const calibration: readonly GalleryState[] = [
  {
    name: 'calibration',
    layout: 'parts',
    cells: [
      { label: 'letters', provider: false, markup: `<div>${[13, 16, 24, 32].map((size) => line(size, 400) + line(size, 650)).join('')}</div>` },
      { label: 'colours', provider: false, markup: `<div>${['#15803d', '#d92d20', 'linear-gradient(oklch(.6 .13 200), oklch(.42 .14 245))'].map(color).join('')}</div>` },
    ],
  },
];
