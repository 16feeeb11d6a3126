import { css } from 'lit';

/** The card and its frame; what is in it is in `ring-card.styles.ts`. */
export default css`
  .dialog { position: fixed; inset: auto; inset-block-start: calc(16px + env(safe-area-inset-top)); inset-inline: 0; margin: 0 auto; inline-size: min(400px, 100vw - 24px); max-block-size: calc(100dvh - 32px); overflow: auto; padding: 28px 20px 22px; border: 1px solid color-mix(in oklab, var(--_text), transparent 90%); border-radius: calc(var(--_radius) + 4px); background: var(--_raised); color: var(--_text); display: none; grid-template-columns: minmax(0, 1fr); justify-items: center; gap: 4px; text-align: center; box-shadow: 0 1px 2px rgb(0 0 0 / .12), 0 24px 64px -12px rgb(0 0 0 / .4); opacity: 1; transition: opacity .25s, translate .35s cubic-bezier(.2, 1.1, .4, 1); }
  .dialog.open { display: grid; }
  .dialog.inline { position: relative; inset: auto; inline-size: auto; margin: 0; box-shadow: none; }
  @starting-style { .dialog.open { opacity: 0; translate: 0 -24px; } }
  .frame { display: contents; }
  .frame::backdrop { background: none; }
  .dialog:focus { outline: none; }
`;
