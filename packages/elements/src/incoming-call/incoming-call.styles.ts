import { css } from 'lit';

export default css`
  :host { display: contents; }
  .dialog { position: fixed; inset: auto; inset-block-start: calc(16px + env(safe-area-inset-top)); inset-inline: 0; margin: 0 auto; inline-size: min(400px, 100vw - 24px); max-block-size: calc(100dvh - 32px); overflow: auto; padding: 28px 20px 22px; border: 1px solid color-mix(in oklab, var(--_text), transparent 90%); border-radius: calc(var(--_radius) + 4px); background: var(--_raised); color: var(--_text); display: none; grid-template-columns: minmax(0, 1fr); justify-items: center; gap: 4px; text-align: center; box-shadow: 0 1px 2px rgb(0 0 0 / .12), 0 24px 64px -12px rgb(0 0 0 / .4); opacity: 1; transition: opacity .25s, translate .35s cubic-bezier(.2, 1.1, .4, 1); }
  .dialog.open { display: grid; }
  .dialog.inline { position: relative; inset: auto; inline-size: auto; margin: 0; box-shadow: none; }
  @starting-style { .dialog.open { opacity: 0; translate: 0 -24px; } }
  .dialog:focus { outline: none; }
  .avatar { position: relative; display: grid; place-items: center; margin-block: 10px 22px; --call-avatar-size: 88px; }
  .name { margin: 0; max-inline-size: 100%; overflow: hidden; font-size: 1.5rem; font-weight: 650; line-height: 1.2; letter-spacing: -.015em; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
  .type { margin: 0; color: var(--_soft); }
  .actions { display: flex; justify-content: space-evenly; gap: 8px; inline-size: 100%; margin-block-start: 26px; --call-control-size: 60px; }
  .actions > * { flex: 1 1 0; justify-content: center; }
  @media (max-height: 420px) {
    .dialog { grid-template-columns: auto minmax(0, 1fr); inline-size: min(560px, 100vw - 24px); padding: 16px 20px; column-gap: 20px; text-align: start; justify-items: start; }
    .avatar { grid-row: span 2; margin-block: 4px; --call-avatar-size: 64px; }
    .actions { grid-column: 1 / -1; margin-block-start: 12px; --call-control-size: 52px; }
  }
  call-accept-button:not([no-camera])::part(button) { animation: nudge 1.6s ease-in-out infinite; }
  @keyframes nudge { 0%, 60%, 100% { rotate: 0deg; } 66%, 78% { rotate: -9deg; } 72%, 84% { rotate: 9deg; } 90% { rotate: 0deg; } }
`;
