/** The time that clients are told. Tests put it forward and back: then it is the device's clock that is wrong, as seen from there. */
export class ServerClock {
  /** Added to the true time. Tokens are judged by the true time, whatever this is. */
  skewMs = 0;

  now(): number {
    return Date.now() + this.skewMs;
  }
}
