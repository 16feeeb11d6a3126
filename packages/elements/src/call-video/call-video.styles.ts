import { css } from 'lit';

export default css`
  :host { display: block; overflow: hidden; position: relative; container-type: size; }
  .base, video, .cover { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; }
  video { object-fit: var(--call-video-fit, contain); }
  :host([cover]) video, :host([local]) video { object-fit: cover; }
  .mirrored { scale: -1 1; }
  .hidden { visibility: hidden; opacity: 0; }
  .cover { display: grid; place-content: center; justify-items: center; gap: 16px; background: linear-gradient(#2a2f38, #171a20); color: #f5f7fa; text-align: center; }
  .face { --call-avatar-size: clamp(40px, 34cqmin, 136px); }
  .caption { display: none; font-size: 1rem; opacity: .85; }
  @container (min-width: 260px) and (min-height: 300px) { .caption { display: block; } }
`;
