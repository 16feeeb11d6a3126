import { css } from 'lit';

/*
 * Tokens. A page sets `--call-*`; inside, `--_*` carries what was set or the default. The defaults are `light-dark()` and stay
 * unresolved until used, so a part that switches its `color-scheme` (the stage, while it shows video) switches all of them.
 */
export const tokens = css`
  :host {
    --_text: var(--call-text, light-dark(#15181d, #f5f7fa));
    --_soft: var(--call-text-soft, light-dark(#545d6b, #aeb6c2));
    --_surface: var(--call-surface, light-dark(#f3f5f8, #14161b));
    --_raised: var(--call-surface-raised, light-dark(#fff, #1f232a));
    --_control: var(--call-control, light-dark(#e1e5eb, #333943));
    --_accent: var(--call-accent, light-dark(#0a5fe0, #7db1ff));
    --_accept: var(--call-accept, #15803d);
    --_danger: var(--call-danger, #d92d20);
    --_radius: var(--call-radius, 24px);
    --_size: var(--call-control-size, 56px);
    box-sizing: border-box;
    color-scheme: var(--call-color-scheme, light dark);
    color: var(--_text);
    font: 400 1rem/1.4 var(--call-font, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
    -webkit-tap-highlight-color: transparent;
  }
  :host([hidden]) { display: none !important; }
  *, ::before, ::after { box-sizing: border-box; }
  svg { inline-size: 1.5em; block-size: 1.5em; display: block; flex: none; }
  button { font: inherit; color: inherit; border: 0; margin: 0; cursor: pointer; touch-action: manipulation; }
  button:disabled { cursor: default; }
  :focus-visible { outline: 3px solid var(--_accent); outline-offset: 3px; }
  @media (prefers-reduced-motion: reduce) {
    *, ::before, ::after { animation-duration: 1ms !important; animation-iteration-count: 1 !important; transition: none !important; }
  }
`;

/** Buttons with a face of `--_face`, which leans towards `--_tint` under the pointer. */
export const face = css`
  button { border-radius: 999px; background: var(--_face, var(--_control)); transition: background .2s, color .2s, scale .15s, opacity .2s; }
  button:hover:enabled { background: color-mix(in oklab, var(--_face, var(--_control)), var(--_tint, var(--_text)) 14%); }
  button:active:enabled { scale: .95; }
  button:disabled { opacity: .45; }
  @media (forced-colors: active) { button { border: 1px solid ButtonText; } button:hover:enabled { background: ButtonFace; } }
`;

/** A pill with an icon and words. */
export const pill = css`
  .pill { display: inline-flex; align-items: center; justify-content: center; gap: .6em; min-block-size: 44px; padding: .5em 1.25em; font-weight: 600; line-height: 1.2; text-align: start; }
  .primary { --_face: var(--_accept); --_tint: #000; color: #fff; }
  .pill svg { font-size: .9em; }
`;
