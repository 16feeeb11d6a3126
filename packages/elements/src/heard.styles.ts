import { css } from 'lit';

/** What is read out, and not seen. */
export const heard = css`
  .heard { position: absolute; inline-size: 1px; block-size: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
