const { start, stop } = AudioBufferSourceNode.prototype;
const { AudioContext: RealContext } = window;

export interface Tones {
  readonly sounding: number;
  /** The contexts that were made. */
  readonly contexts: number;
  /** Whether somebody has touched the page: true, though nobody touches a page under test. */
  touched: boolean;
  restore(): void;
}

/** Counts the tones that sound in the page's own audio context, which has no output that a test could listen to. */
export function countTones(): Tones {
  let sounding = 0;
  let contexts = 0;
  const activation = { hasBeenActive: true };
  Object.defineProperty(navigator, 'userActivation', { value: activation, configurable: true });
  window.AudioContext = class extends RealContext {
    constructor() {
      super();
      contexts++;
    }
  };
  AudioBufferSourceNode.prototype.start = function (...args) {
    sounding++;
    start.apply(this, args);
  };
  AudioBufferSourceNode.prototype.stop = function (...args) {
    sounding--;
    stop.apply(this, args);
  };
  return {
    get sounding() {
      return sounding;
    },
    get contexts() {
      return contexts;
    },
    get touched() {
      return activation.hasBeenActive;
    },
    set touched(touched) {
      activation.hasBeenActive = touched;
    },
    restore() {
      Object.assign(AudioBufferSourceNode.prototype, { start, stop });
      window.AudioContext = RealContext;
      delete (navigator as { userActivation?: UserActivation }).userActivation;
    },
  };
}
