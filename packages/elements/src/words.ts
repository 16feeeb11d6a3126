import type { CallErrorCode, CallReason } from '@call-elements/core';

// All text that people see, by key. `{name}` and the like are filled in by `word`.
const WORDS = {
  accept: 'Accept',
  acceptCall: 'Accept call',
  acceptWithoutCamera: 'Accept without camera',
  withoutCamera: 'No camera',
  decline: 'Decline',
  declineCall: 'Decline call',
  hangUp: 'Hang up',
  cancelCall: 'Cancel call',
  muteMicrophone: 'Mute microphone',
  turnCameraOff: 'Turn camera off',
  audioCall: 'Call',
  videoCall: 'Video call',
  callAgain: 'Call again',
  close: 'Close',
  swapPictures: 'Swap pictures',
  tapToHear: 'Tap to hear {name}',
  callWith: 'Call with {name}',
  controls: 'Call controls',
  incomingAudio: 'Incoming call',
  incomingVideo: 'Incoming video call',
  isCalling: '{name} is calling',
  you: 'You',
  cameraOff: 'Camera is off',
  peerMuted: 'Muted',
  duration: 'Lasted {time}',
  offline: 'Offline',
  signingIn: 'Getting ready…',
  ready: 'Ready to call',
  noCall: 'No call right now',
  failed: 'Calls are not available',
  calling: 'Calling…',
  connecting: 'Connecting…',
  connected: 'Connected',
  reconnecting: 'Reconnecting…',
  microphone: 'microphone',
  camera: 'camera',
} as const;

/** Why a call ended, as a sentence for people. Reasons that never end a call have the plain one. */
const REASONS: Record<CallReason, string> = {
  none: 'Call ended',
  joinRTCFailed: 'The call could not be connected',
  messageFailed: 'The call could not be placed. Check your connection',
  localRejected: 'You declined the call',
  remoteRejected: '{name} declined the call',
  remoteAccepted: 'Call ended',
  localAccepted: 'Call ended',
  localHangup: 'Call ended',
  remoteHangup: '{name} ended the call',
  localCancelled: 'Call cancelled',
  remoteCancelled: '{name} stopped calling',
  recvRemoteFirstFrame: 'Call ended',
  callingTimeout: 'No answer',
  remoteCallBusy: '{name} is in another call',
  remoteCallingTimeout: '{name} did not answer',
  localVideoCall: 'Call ended',
  localAudioCall: 'Call ended',
  remoteVideoCall: 'Call ended',
  remoteAudioCall: 'Call ended',
  remoteOffline: '{name} is not online',
  unsupported: '{name} cannot take this kind of call',
  answeredElsewhere: 'Handled on another device',
  connectTimeout: 'The call could not be connected in time',
  mediaFailed: 'The connection was lost',
  signalLost: 'You lost your connection',
};

const DEVICE_ERRORS: Partial<Record<CallErrorCode, string>> = {
  permissionDenied: 'Your {device} is blocked. Allow it in the address bar, then turn it on again.',
  deviceNotFound: 'No {device} was found. Plug one in, then turn it on again.',
  deviceInUse: 'Another app is using your {device}. Close it, then turn it on again.',
  insecurePage: 'Your {device} works only on a secure (https) page.',
};
const DEVICE_ERROR = 'Your {device} could not be started. Turn it on again to retry.';

export type WordKey = keyof typeof WORDS;
type Values = Readonly<Record<string, string>>;

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** The text of `key`, with `{value}`s filled in. */
export function word(key: WordKey, values: Values = {}): string {
  return fill(WORDS[key], values);
}

/** Why a call ended. An incoming call that ran out of time was missed; the callee did not fail to get an answer. */
export function reasonWords(reason: CallReason, direction: 'outgoing' | 'incoming', name: string): string {
  const missed = direction === 'incoming' && (reason === 'callingTimeout' || reason === 'remoteCallingTimeout');
  return fill(missed ? 'Missed call from {name}' : REASONS[reason], { name });
}

/** What is wrong with a device, and what to do about it. */
export function deviceWords(code: CallErrorCode, device: 'microphone' | 'camera'): string {
  return fill(DEVICE_ERRORS[code] ?? DEVICE_ERROR, { device: WORDS[device] });
}
