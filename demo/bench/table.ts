export interface Row {
  readonly what: string;
  readonly times: readonly number[];
}

export function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Medians first, with the range beside them: the range says whether to trust the median. */
export function formatTable(rows: readonly Row[]): string {
  const width = Math.max(...rows.map((row) => row.what.length));
  const line = (what: string, ...cells: string[]): string => [what.padEnd(width), ...cells.map((cell) => cell.padStart(8))].join('  ');
  const body = rows.map(({ what, times }) => line(what, ...[median(times), Math.min(...times), Math.max(...times)].map((ms) => ms.toFixed(0)), String(times.length)));
  return [line('milliseconds', 'median', 'min', 'max', 'runs'), ...body].join('\n');
}
