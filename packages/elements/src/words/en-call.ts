/** The words that only a call needs: loaded with the first ring or dial. */
export const enCall = {
  withoutCamera: 'No camera',
  decline: 'Decline',
  callAgain: 'Call again',
  close: 'Close',
  swapPictures: 'Swap pictures',
  tapToHear: 'Tap to hear {name}',
  controls: 'Call controls',
  duration: 'Lasted {time}',
  microphone: 'microphone',
  camera: 'camera',
  bothDevices: 'camera and microphone',
  anyDevice: 'camera or microphone',

  // Read out, not shown.
  isCalling: '{name} is calling',
  isVideoCalling: '{name} is calling, with video',
  callingPeer: 'Calling {name}',
  connectedTo: 'Connected to {name}',
  peerIsMuted: '{name} is muted',
  peerCameraOff: '{name} turned the camera off',

  // `{device}` is one of the four above.
  'device.permissionDenied': 'Access to your {device} is blocked. Allow it in the address bar, then turn it on again.',
  'device.deviceNotFound': 'No {device} was found. Plug one in, then turn it on again.',
  'device.deviceInUse': 'Another app is using your {device}. Close that app, then turn it on again.',
  'device.insecurePage': 'Browsers open your {device} only on a secure (https) page.',
  'device.other': 'Your {device} could not be started. Turn it on again to retry.',

  // Why a call ended.
  'end.missed': 'Missed call from {name}',
  'end.joinRTCFailed': 'The call could not be connected',
  'end.messageFailed': 'The call could not be placed. Check your connection.',
  'end.localRejected': 'You declined the call',
  'end.remoteRejected': '{name} declined the call',
  'end.remoteHangup': '{name} ended the call',
  'end.localCancelled': 'Call cancelled',
  'end.remoteCancelled': '{name} stopped calling',
  'end.callingTimeout': 'No answer',
  'end.remoteCallBusy': '{name} is in another call',
  'end.remoteCallingTimeout': '{name} did not answer',
  'end.remoteOffline': '{name} is not online',
  'end.unsupported': '{name} cannot take this kind of call',
  'end.answeredElsewhere': 'Handled on another device',
  'end.connectTimeout': 'The call could not be connected in time',
  'end.mediaFailed': 'The connection was lost',
  'end.signalLost': 'You lost your connection',
} as const;
