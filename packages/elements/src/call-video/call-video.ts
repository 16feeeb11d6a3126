import { nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { CallElement } from '../call-element.ts';
import { isAnswered } from '../call-rules.ts';
import { html } from '../html.ts';
import { callParts } from '../load-call-parts.ts';
import { tokens } from '../shared.styles.ts';
import styles from './call-video.styles.ts';
import type { VideoLook } from './video-look.ts';

/**
 * The picture of one side. Always muted: sound is the provider's. The peer shows from `connecting` on;
 * while a side has no picture there is a cover with its avatar.
 *
 * @tag call-video
 * @attr local - One's own camera, mirrored. Default: the peer.
 * @attr cover - Fill the box and crop, instead of showing the whole picture of the peer.
 * @slot cover - What shows in place of a picture.
 * @csspart video - The picture.
 * @csspart cover - What shows in place of it.
 * @cssprop [--call-video-fit=contain] - `object-fit` of the peer's picture.
 * @cssstate live - There is a picture.
 */
export class CallVideo extends CallElement {
  static override properties: PropertyDeclarations = {
    local: { type: Boolean, reflect: true },
    cover: { type: Boolean, reflect: true },
  };
  static override styles = [tokens, styles];

  /** One's own camera instead of the peer. */
  local = false;
  /** Crop to fill. */
  cover = false;
  #look?: VideoLook;

  constructor() {
    super();
    this.shareScope();
  }

  override render(): TemplateResult {
    const { call, local, parts, snapshot, word } = this;
    const userId = (local ? this.client?.userId : call?.remoteUserId) ?? '';
    const look = (this.#look = parts?.videoLook({ call, answered: isAnswered(snapshot), local, userId, name: this.person(userId).name, word }));
    this.setStates(look?.live && 'live');
    if (parts) this.wear(parts.coverStyles);
    // One element for good: a re-created or moved one would pause (web-mapping.md §0.3, trap 6).
    return html`<video part="video" class=${look?.classes ?? 'hidden'} .muted=${true} muted autoplay playsinline aria-label=${look?.label ?? nothing}></video>${look?.cover}`;
  }

  override updated(): void {
    callParts()?.playTrack(this.renderRoot.querySelector('video')!, this.#look?.track ?? null);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-video': CallVideo;
  }
}
