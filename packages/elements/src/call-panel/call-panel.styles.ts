import { css } from 'lit';

/** The panel without a call; what a call looks like is in `call-screen.styles.ts`. */
export default css`
  :host { display: grid; min-block-size: min(26rem, 75dvh); block-size: 100%; min-inline-size: 0; }
  .stage { position: relative; isolation: isolate; overflow: hidden; container-type: size; display: grid; grid-template-rows: auto 1fr auto; border-radius: var(--_radius); background: radial-gradient(110% 80% at 50% 0, color-mix(in oklab, var(--_accent), transparent 86%), transparent), var(--_surface); --_inset: clamp(12px, 3cqmin, 24px); }
  /* It has the focus only to keep it. */
  .stage:focus { outline: none; }
  .stage > * { grid-area: 1 / 1 / -1 / -1; min-inline-size: 0; }
  .tile { position: absolute; z-index: -2; inset: 0; }
  .tile.none { visibility: hidden; }
  .hero { align-self: center; display: grid; grid-template-columns: minmax(0, 1fr); justify-items: center; gap: 6px; padding: var(--_inset); text-align: center; }
  .idle .face { --call-avatar-size: clamp(80px, 24cqmin, 120px); margin-block-end: 14px; }
  .mark { display: grid; place-items: center; inline-size: 88px; block-size: 88px; margin-block-end: 14px; border-radius: 50%; background: var(--_control); color: var(--_soft); font-size: 1.5rem; }
  .name { margin: 0; max-inline-size: min(100%, 24ch); font-size: clamp(1.5rem, 1rem + 2.4cqi, 2.125rem); font-weight: 650; line-height: 1.15; letter-spacing: -.02em; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
  .choices { display: flex; flex-wrap: wrap; justify-content: center; gap: 12px; margin-block-start: 26px; }
  .offer + .offer { --call-accept: var(--_control); }
  .offer + .offer::part(button) { color: var(--_text); }
  .status { margin: 0; font-size: 1.0625rem; color: var(--_soft); font-variant-numeric: tabular-nums; text-wrap: balance; }
  @media (forced-colors: active) { .stage { border: 1px solid CanvasText; } }
`;
