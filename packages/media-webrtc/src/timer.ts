/** A timeout that dies with its owner. Returns the cancelling function. */
export function after(ms: number, signal: AbortSignal, run: () => void): () => void {
  if (signal.aborted) return () => {};
  const cancel = () => {
    clearTimeout(handle);
    signal.removeEventListener('abort', cancel);
  };
  const handle = setTimeout(() => {
    cancel();
    run();
  }, ms);
  signal.addEventListener('abort', cancel);
  return cancel;
}
