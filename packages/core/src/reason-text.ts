/** Characters of a reason that travel. */
const MAX_REASON = 256;

/** Pages hand over whatever their handlers get, an event object for instance; only a text goes on the wire. */
export function reasonText(reason: unknown): string | undefined {
  return typeof reason === 'string' ? reason.slice(0, MAX_REASON) : undefined;
}
