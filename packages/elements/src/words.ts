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
  ended: 'Call ended',
  failed: 'Calls are not available',
  calling: 'Calling…',
  connecting: 'Connecting…',
  connected: 'Connected',
  reconnecting: 'Reconnecting…',
  microphone: 'microphone',
  camera: 'camera',
  bothDevices: 'camera and microphone',
} as const;

export type WordKey = keyof typeof WORDS;
type Values = Readonly<Record<string, string>>;

/** `text` with its `{value}`s filled in. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** The text of `key`, with `{value}`s filled in. */
export function word(key: WordKey, values: Values = {}): string {
  return fill(WORDS[key], values);
}
