import type { Page } from '../../world.ts';
import { fail } from './violation.ts';

/** What must be true of a page at every moment, whatever the others do. */
export function checkMoment(page: Page): void {
  const { call, state } = page.client.getState();
  if (page.media.openCount > 1) fail(page, 'has two media connections open');
  if (call) checkConsent(page);
  // No call, no camera.
  else if (page.media.openCount > 0) fail(page, 'has media open without a call');
  else if (page.capture.live > 0) fail(page, 'has a device open without a call');
  checkPairs(page, state === 'connected');
}

/** Before it accepts, a callee opens no device and sends nothing, unless its own page wants CallAPI's early publishing. */
function checkConsent(page: Page): void {
  const connection = page.media.opened.at(-1);
  const { call, state } = page.client.getState();
  const early = connection?.options.early;
  if (connection?.sentBeforeAccept) fail(page, 'sent media before it accepted');
  if (connection?.published.video && early !== 'full' && connection.options.role === 'callee' && !connection.isAccepted) fail(page, 'published before it accepted');
  if (connection?.disordered) fail(page, 'received negotiation out of order');
  if (call?.type === 'audio' && call.local.camera.track) fail(page, 'has its camera open in an audio call');
  const mayOpen = early === 'warm' || early === 'full';
  if (state === 'calling' && call?.direction === 'incoming' && !mayOpen && page.capture.live > 0) fail(page, 'opened a device before it accepted');
}

/** `onCallConnected` and `onCallDisconnected` come in pairs, and with the state. */
function checkPairs(page: Page, isConnected: boolean): void {
  const { pairs } = page;
  for (let i = 0; i < pairs.length; i++) if ((pairs[i] === 'connected') !== (i % 2 === 0)) fail(page, `heard ${pairs.join(', ')}`);
  if ((pairs.length % 2 === 1) !== isConnected) fail(page, `is ${page.client.getState().state} after ${pairs.length} connect callbacks`);
}
