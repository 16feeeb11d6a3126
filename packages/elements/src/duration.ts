const digits = (value: number, width: number, language: string): string => new Intl.NumberFormat(language, { minimumIntegerDigits: width, useGrouping: false }).format(value);

/** Milliseconds as `mm:ss` or `h:mm:ss`, in the digits of that language. */
export function formatDuration(ms: number, language: string): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = `${digits(minutes, 2, language)}:${digits(seconds % 60, 2, language)}`;
  return hours ? `${digits(hours, 1, language)}:${tail}` : tail;
}
