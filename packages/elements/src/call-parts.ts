// What only a call needs, in one file: it is loaded with the first ring or dial.
export { formatDuration } from './duration.ts';
export { alarm } from './call-panel/announcement.ts';
export { acceptControl, acceptWithoutCameraControl, cameraControl, hangupControl, microphoneControl, rejectControl } from './controls.ts';
export { controlFace, styles as faceStyles } from './control-face.ts';
export { styles as screenStyles } from './call-panel/call-screen.ts';
export { PanelCall } from './call-panel/panel-call.ts';
export { Ring } from './incoming-call/ring.ts';
export { styles as ringStyles } from './incoming-call/ring-card.ts';
export { styles as coverStyles } from './call-video/video-cover.ts';
export { playTrack, videoLook } from './call-video/video-look.ts';
export { reasonWords } from './reason-words.ts';
export { enCall } from './words/en-call.ts';
