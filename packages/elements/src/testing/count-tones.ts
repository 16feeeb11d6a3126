const { start, stop } = AudioBufferSourceNode.prototype;

/** Counts the tones that sound in the page's own audio context, which has no output that a test could listen to. */
export function countTones(): { readonly sounding: number; restore(): void } {
  let sounding = 0;
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
    restore: () => void Object.assign(AudioBufferSourceNode.prototype, { start, stop }),
  };
}
