export { CallAcceptButton } from './call-accept-button/call-accept-button.ts';
export { CallAvatar } from './call-avatar/call-avatar.ts';
export { CallButton } from './call-button/call-button.ts';
export { CallCameraButton } from './call-camera-button/call-camera-button.ts';
export { CallElement } from './call-element.ts';
export { CallHangupButton } from './call-hangup-button/call-hangup-button.ts';
export { CallMicrophoneButton } from './call-microphone-button/call-microphone-button.ts';
export { CallPanel } from './call-panel/call-panel.ts';
export { CallProvider } from './call-provider/call-provider.ts';
export type { ResolveUser } from './call-provider/people.ts';
export type { FetchTokens, TokenAnswer, TokenRequest } from './call-provider/token-answer.ts';
export { CallRejectButton } from './call-reject-button/call-reject-button.ts';
export { CallStatus } from './call-status/call-status.ts';
export { CallTimer } from './call-timer/call-timer.ts';
export { CallVideo } from './call-video/call-video.ts';
export { callContext } from './context.ts';
export type { CallScope, Person } from './context.ts';
export {
  CallAcceptRequestEvent,
  CallCameraRequestEvent,
  CallConnectedEvent,
  CallDialRequestEvent,
  CallDisconnectedEvent,
  CallErrorEvent,
  CallHangupRequestEvent,
  CallIncomingEvent,
  CallMicrophoneRequestEvent,
  CallRejectRequestEvent,
  CallRequestEvent,
  CallStateChangeEvent,
  CallTypeRequestEvent,
} from './events.ts';
export type { CallEventMap } from './events.ts';
export { addWords } from './words.ts';
export type { WordKey, Words } from './words.ts';
export { define } from './tags.ts';
export { IncomingCall } from './incoming-call/incoming-call.ts';
