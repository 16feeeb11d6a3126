const digits = (value: number, width: number): string => new Intl.NumberFormat(undefined, { minimumIntegerDigits: width, useGrouping: false }).format(value);

/** Milliseconds as `mm:ss` or `h:mm:ss`, in the digits of the page's language. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = `${digits(minutes, 2)}:${digits(seconds % 60, 2)}`;
  return hours ? `${digits(hours, 1)}:${tail}` : tail;
}
