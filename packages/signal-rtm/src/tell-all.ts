import type { Log } from '@call-elements/core';

/** One listener that throws does not keep the others from hearing. */
export function tellAll<Listener>(listeners: Iterable<Listener>, log: Log, report: (listener: Listener) => void): void {
  for (const listener of [...listeners]) {
    try {
      report(listener);
    } catch (error) {
      log('error', `an RTM listener threw: ${String(error)}`);
    }
  }
}
