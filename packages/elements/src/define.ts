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

const TAGS: Record<string, CustomElementConstructor> = {
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
};

// A tag that is taken stays: two copies of the kit on a page, or the page's own subclass.
for (const [tag, element] of Object.entries(TAGS)) if (!customElements.get(tag)) customElements.define(tag, element);
