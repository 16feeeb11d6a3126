import { html, nothing } from 'lit';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { CallElement } from '../call-element.ts';
import { tokens } from '../shared.styles.ts';
import styles from './call-avatar.styles.ts';

/** A colour that stays with the user. */
function hueOf(userId: string): number {
  let hash = 7;
  for (const char of userId) hash = (hash * 31 + char.codePointAt(0)!) % 360;
  return hash;
}

function initialsOf(name: string): string {
  const words = name.trim().split(/[\s._-]+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return picked.map((part) => [...part][0]!.toLocaleUpperCase()).join('');
}

/**
 * The picture of a user, as the provider's `resolveUser` gives it, else the initials on a colour of their own.
 *
 * @tag call-avatar
 * @attr user-id - Whose. Default: the peer of the call.
 * @csspart base - The disc.
 * @csspart image - The picture.
 * @csspart initials - The initials.
 * @cssprop [--call-avatar-size=64px] - Its diameter.
 */
export class CallAvatar extends CallElement {
  static override properties: PropertyDeclarations = {
    userId: { attribute: 'user-id' },
    broken: { state: true },
  };
  static override styles = [tokens, styles];

  /** Whose; the peer of the call when not set. */
  userId?: string;
  private broken?: string;

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('userId')) this.broken = undefined;
  }

  override render(): TemplateResult {
    const userId = this.userId ?? this.call?.remoteUserId ?? '';
    const { name, avatar } = this.person(userId);
    const picture = avatar && avatar !== this.broken;
    return html`<div part="base" class="base" role="img" aria-label=${name || nothing} aria-hidden=${name ? nothing : 'true'} .style=${`--_hue:${hueOf(userId)}`}>
      <span part="initials" class="initials" aria-hidden="true">${initialsOf(name)}</span>
      ${picture ? html`<img part="image" src=${avatar} alt="" draggable="false" @error=${() => (this.broken = avatar)} />` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-avatar': CallAvatar;
  }
}
