import { css, nothing } from 'lit';
import type { CSSResult, TemplateResult } from 'lit';
import { html } from '../html.ts';

export const styles: readonly CSSResult[] = [
  css`
    .cover { display: grid; place-content: center; justify-items: center; gap: 16px; background: linear-gradient(#2a2f38, #171a20); color: #f5f7fa; text-align: center; }
    .face { --call-avatar-size: clamp(40px, 34cqmin, 136px); }
    .caption { display: none; font-size: 1rem; opacity: .85; }
    @container (min-width: 260px) and (min-height: 300px) { .caption { display: block; } }
  `,
];

/** What stands in for a picture, as long as there is none. */
export function videoCover(userId: string, caption: string | undefined): TemplateResult {
  return html`<div part="cover" class="cover"><slot name="cover">
    <call-avatar class="face" user-id=${userId} aria-hidden="true"></call-avatar>
    ${caption ? html`<span class="caption">${caption}</span>` : nothing}
  </slot></div>`;
}
