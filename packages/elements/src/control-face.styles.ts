import { css } from 'lit';

export default css`
  .base { display: inline-flex; flex-direction: column; align-items: center; gap: 8px; min-inline-size: var(--_size); }
  button { display: grid; place-items: center; inline-size: calc(var(--_size) * var(--_width, 1)); block-size: var(--_size); padding: 0; }
  .wide { --_width: 1.3; }
  svg { inline-size: calc(46% / var(--_width, 1)); block-size: auto; aspect-ratio: 1; }
  .hangup:not(.wide) svg { inline-size: 54%; }
  button[aria-pressed='true'] { --_face: var(--_text); --_tint: var(--_surface); color: light-dark(#fff, #15181d); }
  .accept, .danger { --_face: var(--_accept); --_tint: #000; color: #fff; }
  .danger { --_face: var(--_danger); }
  button[aria-busy='true'] svg { animation: busy 1.2s ease-in-out infinite alternate; }
  .label { font-size: .8125rem; line-height: 1.2; color: var(--_soft); text-align: center; cursor: default; }
  .label:not(.filled) { display: none; }
  @keyframes busy { to { opacity: .35; } }
  @media (forced-colors: active) {
    button[aria-pressed='true'], button[aria-pressed='true']:hover:enabled, .accept, .accept:hover:enabled { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  }
`;
