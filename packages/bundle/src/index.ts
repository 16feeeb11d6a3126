import '@call-elements/media-agora/register';
import '@call-elements/media-webrtc/register';
import '@call-elements/signal-easemob/register';
import '@call-elements/signal-local/register';
import '@call-elements/signal-rtm/register';
// After the adapters: a provider that is upgraded here finds them registered.
import '@call-elements/elements/define';

export * from '@call-elements/core';
export * from '@call-elements/elements';
