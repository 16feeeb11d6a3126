/**
 * Tells when the page is about to stand still, and when it goes on: kept for the back button, or put to sleep by the browser. What it would
 * keep in its hands, other tabs would wait for. Returns the function that ends it.
 */
export function watchPageLife(on: { freeze(): void; resume(): void }): () => void {
  const gone = new AbortController();
  const { signal } = gone;
  const ifKept = (run: () => void) => (event: PageTransitionEvent) => void (event.persisted && run());
  document.addEventListener('freeze', on.freeze, { signal });
  document.addEventListener('resume', on.resume, { signal });
  // Only Chromium says "freeze".
  addEventListener('pagehide', ifKept(on.freeze), { signal });
  addEventListener('pageshow', ifKept(on.resume), { signal });
  return () => gone.abort();
}
