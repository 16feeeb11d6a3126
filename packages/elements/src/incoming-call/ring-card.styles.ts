import { css } from 'lit';

export default css`
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
  .answer::part(button) { animation: nudge 1.6s ease-in-out infinite; }
  @keyframes nudge { 0%, 60%, 100% { rotate: 0deg; } 66%, 78% { rotate: -9deg; } 72%, 84% { rotate: 9deg; } 90% { rotate: 0deg; } }
`;
