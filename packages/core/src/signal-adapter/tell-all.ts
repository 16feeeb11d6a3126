import type { Log } from '../log.ts';

/** One listener that throws does not keep the others from hearing, nor the SDK that called from going on. */
export function tellAll<Listener>(listeners: Iterable<Listener>, log: Log, report: (listener: Listener) => void): void {
  for (const listener of [...listeners]) {
    try {
      report(listener);
    } catch (error) {
      log('error', `a signalling listener threw: ${String(error)}`);
    }
  }
}
