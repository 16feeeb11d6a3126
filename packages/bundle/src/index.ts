import '@call-elements/elements/define';
import '@call-elements/media-webrtc/register';
import '@call-elements/signal-local/register';

export * from '@call-elements/core';
export * from '@call-elements/elements';
