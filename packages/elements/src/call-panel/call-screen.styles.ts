import { css } from 'lit';

export default css`
  .stage { --_tile: clamp(92px, 22cqi, 232px); }
  .filmed { color-scheme: dark; --call-color-scheme: dark; background: #08090c; color: var(--_text); }

  /* Over the glow of an avatar. */
  .hero { --_soft: var(--call-text-soft, light-dark(#363d48, #bcc4cf)); }
  .backdrop { z-index: -3; position: absolute; inset: 0; overflow: hidden; pointer-events: none; }
  /* Nothing of it would show, and to blur it costs. */
  .filmed .backdrop { display: none; }
  .glow { position: absolute; inset-block-start: 50%; inset-inline-start: 50%; translate: -50% -50%; --call-avatar-size: 130cqmax; filter: blur(70px) saturate(1.3); opacity: .34; }
  .glow::part(initials) { display: none; }
  .stage:dir(rtl) .glow { translate: 50% -50%; }

  .tile.large::part(cover) { background: none; }
  .tile.small, .swap { inset: auto; inset-block-end: calc(var(--_inset) + env(safe-area-inset-bottom)); inset-inline-end: calc(var(--_inset) + env(safe-area-inset-right)); inline-size: var(--_tile); aspect-ratio: 16 / 10; border-radius: calc(var(--_radius) * .67); }
  .tile.small { z-index: -1; box-shadow: 0 0 0 1px rgb(255 255 255 / .16), 0 12px 36px rgb(0 0 0 / .5); animation: appear .35s cubic-bezier(.2, .9, .3, 1); }
  @keyframes appear { from { opacity: 0; scale: .9; } }
  .swap { --_face: none; --_tint: transparent; position: absolute; z-index: 2; padding: 0; color: #fff; display: grid; place-items: center; }
  .swap svg { padding: 8px; inline-size: 40px; block-size: 40px; border-radius: 50%; background: rgb(10 12 16 / .6); opacity: 0; transition: opacity .2s; }
  .swap:hover svg, .swap:focus-visible svg { opacity: 1; }

  .top, .bottom { z-index: 1; pointer-events: none; display: grid; grid-template-columns: minmax(0, 1fr); justify-items: center; gap: 12px; padding: var(--_inset); transition: opacity .3s, translate .3s; }
  .top { align-self: start; padding-block-start: calc(var(--_inset) + env(safe-area-inset-top)); }
  .bottom { align-self: end; padding-block-end: calc(var(--_inset) + env(safe-area-inset-bottom)); }
  .top > *, .bottom > * { pointer-events: auto; }
  .filmed::before, .filmed::after { content: ''; position: absolute; z-index: -1; inset-inline: 0; block-size: 160px; pointer-events: none; transition: opacity .3s; }
  /* Dark enough for white letters over a white picture (WCAG 1.4.3). */
  .filmed::before { inset-block-start: 0; background: linear-gradient(rgb(6 8 12 / .68), rgb(6 8 12 / .64) 50px, transparent); }
  .filmed.outgoing::before { block-size: max(200px, 6cqb + 160px); background: linear-gradient(rgb(6 8 12 / .68), rgb(6 8 12 / .64) calc(6cqb + 84px), transparent); }
  .filmed::after { inset-block-end: 0; background: linear-gradient(transparent, rgb(6 8 12 / .6)); }
  .quiet { cursor: none; }
  .quiet .controls, .quiet .bar, .quiet::before, .quiet::after { opacity: 0; }
  /* Still there for the keyboard: the focus brings them back. */
  .quiet .controls { translate: 0 12px; pointer-events: none; }
  .controls, .bar { transition: opacity .3s, translate .3s; }

  .bar { justify-self: stretch; display: flex; align-items: baseline; gap: 12px; padding-inline: 4px; text-shadow: 0 1px 3px rgb(0 0 0 / .5); }
  .bar-name { font-size: 1.125rem; font-weight: 600; letter-spacing: -.01em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .badges { display: flex; flex-wrap: wrap; gap: 8px; justify-content: center; }
  .badge { display: inline-flex; align-items: center; gap: 8px; padding-block: 6px; padding-inline: 12px 14px; border-radius: 999px; background: light-dark(rgb(255 255 255 / .85), rgb(24 27 33 / .78)); color: var(--_text); backdrop-filter: blur(16px); font-size: .875rem; font-weight: 550; animation: appear .25s; }
  .badge svg { font-size: .75rem; }
  .badge.warn { background: #ffd166; color: #2b2000; }
  .spinner { flex: none; inline-size: 14px; block-size: 14px; border: 2px solid; border-block-start-color: transparent; border-radius: 50%; animation: spin .9s linear infinite; }
  @keyframes spin { to { rotate: 1turn; } }
  .banner { display: flex; align-items: center; gap: 12px; max-inline-size: 520px; padding-block: 10px; padding-inline: 16px 8px; border-radius: 18px; background: light-dark(#fff4d6, #3d3110); color: light-dark(#4a3500, #ffe7a8); font-size: .9375rem; line-height: 1.35; box-shadow: 0 8px 28px rgb(0 0 0 / .18); animation: appear .25s; }
  .banner > svg { font-size: .9375rem; }
  .request { flex-wrap: wrap; justify-content: center; padding-inline: 16px; overflow-wrap: anywhere; background: light-dark(#fff, #1f232a); color: var(--_text); }
  .round { display: grid; place-items: center; inline-size: var(--_size); block-size: var(--_size); padding: 0; }
  .request:has(.close) { flex-wrap: nowrap; padding-block: 6px; padding-inline-end: 8px; }
  .answers { display: flex; gap: 12px; }
  .close { display: grid; place-items: center; flex: none; inline-size: 44px; block-size: 44px; padding: 0; border-radius: 50%; --_face: transparent; font-size: .875rem; }

  .hero { --call-avatar-size: clamp(88px, 26cqmin, 152px); }
  .hero.live { padding-block-end: 15cqb; }
  .filmed .hero { align-self: start; padding-block-start: max(6cqb, 28px); text-shadow: 0 1px 4px rgb(0 0 0 / .5); }
  /* One's own face is there already. */
  .filmed .avatar { display: none; }
  :host(:state(reconnecting)) .tile { filter: grayscale(.7) brightness(.7); }
  .avatar { position: relative; display: grid; margin-block-end: clamp(14px, 4cqmin, 26px); border-radius: 50%; }
  .face { box-shadow: 0 12px 36px -8px rgb(0 0 0 / .35); }
  .filmed .status { color: #fff; }
  .duration { margin: 0; font-size: .9375rem; color: var(--_soft); font-variant-numeric: tabular-nums; }

  .controls { display: flex; align-items: center; justify-content: center; gap: clamp(10px, 3cqi, 16px); flex-wrap: wrap; }
  .incoming .controls { gap: clamp(20px, 8cqi, 48px); }
  .filmed:not(.outgoing) .controls { padding: 10px 14px; border-radius: 999px; background: rgb(18 20 25 / .62); backdrop-filter: blur(24px) saturate(1.4); --call-control: rgb(255 255 255 / .16); }
  .bar .round { --_size: 44px; --_face: rgb(18 20 25 / .62); flex: none; align-self: center; margin-block: -8px; margin-inline-start: auto; backdrop-filter: blur(24px) saturate(1.4); }
  .quiet .bar { pointer-events: none; }
  .sound { --_face: #fff; --_tint: #15181d; color: #15181d; box-shadow: 0 8px 28px rgb(0 0 0 / .35); }

  @container (max-width: 600px) {
    .tile.large { --call-video-fit: cover; }
    .tile.small, .swap { inset-block-end: calc(var(--_inset) + var(--_size) + 36px + env(safe-area-inset-bottom)); aspect-ratio: 3 / 4; }
  }
  /* Clear of the small picture in the corner. */
  @container (max-width: 420px) and (min-height: 420px) { .tile.large::part(cover) { padding-block-end: 45%; } }
  @container (max-width: 360px) {
    .controls { --call-control-size: 48px; --_size: 48px; gap: 4px; }
    .filmed:not(.outgoing) .controls { padding: 6px 4px; }
    .incoming .controls { --call-control-size: 56px; gap: 20px; }
  }
  /* The question is over the avatar: name and time go below it. */
  @container (max-height: 480px) {
    .top:has(.request) ~ .hero .avatar { display: none; }
    .top:has(.request) ~ .hero.live { align-self: end; padding-block-end: calc(var(--_inset) + var(--_size) + 36px); }
  }
  @container (max-height: 380px) {
    .tile.small, .swap { inset-block-end: calc(var(--_inset) + env(safe-area-inset-bottom)); inline-size: 92px; aspect-ratio: 16 / 10; }
    .top:has(.banner) ~ .hero .avatar { display: none; }
    .hero { --call-avatar-size: 56px; padding-block: 12px; }
    .hero.live, .filmed .hero { --call-avatar-size: 56px; padding-block: 12px 84px; }
    .avatar { margin-block-end: 8px; }
    .choices { margin-block-start: 12px; }
  }
  @media (forced-colors: active) {
    .badge, .banner, .tile.small, .filmed .controls { border: 1px solid CanvasText; }
    .backdrop, .filmed::before, .filmed::after { display: none; }
  }
`;
