import type { Log } from '@call-elements/core';

/** One listener that throws does not keep the others from hearing, nor the SDK from calling the page's own handlers. */
export function tellAll<Listener>(listeners: Iterable<Listener>, log: Log, report: (listener: Listener) => void): void {
  for (const listener of [...listeners]) {
    try {
      report(listener);
    } catch (error) {
      log('error', `an Easemob listener threw: ${String(error)}`);
    }
  }
}
