import { CallError } from '@call-elements/core';
import { CallAcceptButton } from './call-accept-button/call-accept-button.ts';
import { CallAvatar } from './call-avatar/call-avatar.ts';
import { CallButton } from './call-button/call-button.ts';
import { CallCameraButton } from './call-camera-button/call-camera-button.ts';
import { CallHangupButton } from './call-hangup-button/call-hangup-button.ts';
import { CallMicrophoneButton } from './call-microphone-button/call-microphone-button.ts';
import { CallPanel } from './call-panel/call-panel.ts';
import { CallProvider } from './call-provider/call-provider.ts';
import { CallRejectButton } from './call-reject-button/call-reject-button.ts';
import { CallStatus } from './call-status/call-status.ts';
import { CallTimer } from './call-timer/call-timer.ts';
import { CallVideo } from './call-video/call-video.ts';
import { IncomingCall } from './incoming-call/incoming-call.ts';
import { usePrefix } from './html.ts';

/** Every element of the kit. The panel and the dialog are made of the others, so they are defined together. */
export const TAGS = {
  'call-provider': CallProvider,
  'incoming-call': IncomingCall,
  'call-panel': CallPanel,
  'call-button': CallButton,
  'call-video': CallVideo,
  'call-microphone-button': CallMicrophoneButton,
  'call-camera-button': CallCameraButton,
  'call-hangup-button': CallHangupButton,
  'call-accept-button': CallAcceptButton,
  'call-reject-button': CallRejectButton,
  'call-timer': CallTimer,
  'call-status': CallStatus,
  'call-avatar': CallAvatar,
} satisfies Record<string, CustomElementConstructor>;

const PREFIX = /^[a-z][a-z\d]*(-[a-z\d]+)*$/;
let defined: string | undefined;

/**
 * Defines the elements. Nothing happens where there are no elements, as in Node, and to a tag that is taken: a second copy of the kit
 * on a page, or the page's own subclass.
 *
 * `prefix`: what the tags start with. `define({ prefix: 'acme' })` makes `<acme-call-provider>`, `<acme-incoming-call>` and so on.
 * A page has one; another one later, or one that makes no tag, is an `invalidArgument`.
 */
export function define({ prefix = '' }: { prefix?: string } = {}): void {
  const named = (tag: string): string => (prefix ? `${prefix}-${tag}` : tag);
  const reject = (text: string): never => {
    throw new CallError('invalidArgument', `define: prefix "${prefix}": ${text}`);
  };
  if (prefix && !PREFIX.test(prefix)) reject('use lower-case letters, digits, single hyphens; a letter first.');
  if (!globalThis.customElements || prefix === defined) return;
  if (defined !== undefined) reject(`the elements are defined already, ${defined ? `with the prefix "${defined}"` : 'without a prefix'}.`);
  usePrefix((defined = prefix));
  for (const [tag, element] of Object.entries(TAGS)) if (!customElements.get(named(tag))) customElements.define(named(tag), element);
}
