import { css } from 'lit';

export default css`
  :host { display: inline-block; vertical-align: middle; inline-size: var(--call-avatar-size, 64px); aspect-ratio: 1; border-radius: 50%; flex: none; }
  .base { container-type: inline-size; inline-size: 100%; block-size: 100%; border-radius: inherit; overflow: hidden; background: linear-gradient(145deg, oklch(.6 .13 var(--_hue)), oklch(.42 .14 calc(var(--_hue) + 45))); color: #fff; display: grid; }
  .base > * { grid-area: 1 / 1; inline-size: 100%; block-size: 100%; }
  .initials { display: grid; place-items: center; font-size: 38cqi; font-weight: 600; letter-spacing: -.01em; user-select: none; -webkit-user-select: none; }
  img { object-fit: cover; }
  @media (forced-colors: active) { .base { border: 1px solid CanvasText; } }
`;
