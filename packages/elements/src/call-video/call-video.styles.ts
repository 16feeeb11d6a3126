import { css } from 'lit';

export default css`
  :host { display: block; overflow: hidden; position: relative; container-type: size; }
  .base, video, .cover { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; }
  video { object-fit: var(--call-video-fit, contain); }
  :host([cover]) video, :host([local]) video { object-fit: cover; }
  .mirrored { scale: -1 1; }
  .hidden { visibility: hidden; opacity: 0; }
`;
