import { css } from 'lit';

export default css`
  :host { display: inline-flex; vertical-align: middle; }
  .base { display: inline-flex; flex-direction: column; align-items: center; gap: 8px; min-inline-size: var(--_size); }
  button { display: grid; place-items: center; inline-size: var(--_size); block-size: var(--_size); padding: 0; border-radius: 999px; background: var(--_control); transition: background .2s, color .2s, scale .15s, opacity .2s; }
  svg { inline-size: 46%; block-size: auto; aspect-ratio: 1; }
  button:hover:enabled { background: color-mix(in oklab, var(--_control), var(--_text) 14%); }
  button:active:enabled { scale: .93; }
  button[aria-pressed='true'] { background: var(--_text); color: light-dark(#fff, #15181d); }
  button[aria-pressed='true']:hover:enabled { background: color-mix(in oklab, var(--_text), var(--_surface) 14%); }
  button.accept { background: var(--_accept); color: #fff; }
  button.accept:hover:enabled { background: color-mix(in oklab, var(--_accept), #000 16%); }
  button.danger { background: var(--_danger); color: #fff; }
  button.danger:hover:enabled { background: color-mix(in oklab, var(--_danger), #000 16%); }
  button:disabled { opacity: .45; }
  button[aria-busy='true'] svg { animation: busy 1.2s ease-in-out infinite alternate; }
  .label { font-size: .8125rem; line-height: 1.2; color: var(--_soft); text-align: center; }
  .label:not(.filled) { display: none; }
  @keyframes busy { to { opacity: .35; } }
  @media (forced-colors: active) {
    button { border: 1px solid ButtonText; }
    button[aria-pressed='true'], button.accept { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  }
`;
