// What only a call needs, in one file: it is loaded with the first ring or dial.
export { renderMelody } from './melodies.ts';
export { callScreen, endedScreen, styles as screenStyles } from './call-panel/call-screen.ts';
export { ringCard, styles as ringStyles } from './incoming-call/ring-card.ts';
export { reasonWords } from './reason-words.ts';
