import { css } from 'lit';

/** Circles that spread from an avatar while it rings. */
export const rings = css`
  .rings::before, .rings::after { content: ''; position: absolute; z-index: -1; inset: 0; border-radius: 50%; background: color-mix(in oklab, var(--_accept), light-dark(#22c55e, #34d399) 45%); opacity: 0; animation: ring 2.4s cubic-bezier(.2, .6, .4, 1) infinite; }
  .rings::after { animation-delay: 1.2s; }
  .rings { isolation: isolate; }
  @keyframes ring { 0% { scale: .9; opacity: .5; } 100% { scale: 1.65; opacity: 0; } }
  @media (prefers-reduced-motion: reduce) {
    .rings::before { animation: none !important; opacity: .28; scale: 1.14; }
    .rings::after { display: none; }
  }
`;
