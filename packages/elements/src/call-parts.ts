// What only a call needs, in one file: it is loaded with the first ring or dial.
export { hideCard, showCard } from './ring-dialog.ts';
export { RingFocus } from './ring-focus.ts';
export { Ringtone } from './ringtone.ts';
export { formatDuration } from './duration.ts';
export { alarm, announcement } from './call-panel/announcement.ts';
export { controlFace, styles as faceStyles } from './control-face.ts';
export { tilePlaces } from './call-panel/tile-places.ts';
export { callScreen, styles as screenStyles } from './call-panel/call-screen.ts';
export { ringDialog, styles as ringStyles } from './incoming-call/ring-card.ts';
export { styles as coverStyles, videoCover } from './call-video/video-cover.ts';
export { reasonWords } from './reason-words.ts';
export { enCall } from './words/en-call.ts';
