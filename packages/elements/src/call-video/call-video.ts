import { nothing } from 'lit';
import type { PropertyDeclarations, TemplateResult } from 'lit';
import type { Track } from '@call-elements/core';
import { CallElement } from '../call-element.ts';
import { isAnswered } from '../call-rules.ts';
import { html } from '../html.ts';
import { tokens } from '../shared.styles.ts';
import styles from './call-video.styles.ts';

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
  private get video(): HTMLVideoElement {
    return this.renderRoot.querySelector('video')!;
  }

  #shown: Track | null = null;

  constructor() {
    super();
    this.shareScope();
  }

  override render(): TemplateResult {
    const live = this.#isLive();
    this.setStates(live && 'live');
    const { parts } = this;
    if (parts) this.wear(parts.coverStyles);
    // One element for good: a re-created or moved one would pause (web-mapping.md §0.3, trap 6).
    return html`<video part="video" class="${live ? '' : 'hidden'} ${this.#isMirrored() ? 'mirrored' : ''}" .muted=${true} muted autoplay playsinline aria-label=${this.#label()}></video>
      ${live || !this.call ? nothing : parts?.videoCover(this.#userId(), this.#caption())}`;
  }

  override updated(): void {
    const track = this.#track();
    if (track !== this.#shown) {
      this.#shown = track;
      this.video.srcObject = track ? new MediaStream([track as MediaStreamTrack]) : null;
    }
    // Plays hidden while it rings, so that accepting shows the next frame (§0.1). Refusals do not happen to muted video; an end may.
    if (track && this.video.paused) this.video.play().catch(() => {});
  }

  #track(): Track | null {
    const { call } = this;
    return (this.local ? call?.local.camera.track : call?.media?.remote.video) ?? null;
  }

  /** A paused sender leaves its last frame frozen (trap 4), so what the peer announces decides, not the track. */
  #isLive(): boolean {
    const { call } = this;
    if (!call || !this.#track()) return false;
    if (this.local) return call.local.camera.state === 'on';
    return isAnswered(this.snapshot) && call.remote.camera && call.media?.received.video === true;
  }

  #isMirrored(): boolean {
    if (!this.local) return false;
    const track = this.#track() as MediaStreamTrack | null;
    return track?.getSettings?.().facingMode !== 'environment';
  }

  #userId(): string {
    return (this.local ? this.client?.userId : this.call?.remoteUserId) ?? '';
  }

  #caption(): string | undefined {
    return !this.local && isAnswered(this.snapshot) && this.call?.remote.camera === false ? this.word('cameraOff') : undefined;
  }

  #label(): string {
    return this.local ? this.word('you') : this.person(this.#userId()).name;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-video': CallVideo;
  }
}
