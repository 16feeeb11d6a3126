import { CallError } from '@call-elements/core';
import type { TokenRequest } from './token-answer.ts';

/** Those may pass. What else begins with 4 is our own mistake, or a no. */
const PASSING = [408, 429];
const MAX_REASON = 200;

const refused = (reason: string, certain: boolean): CallError => new CallError('tokenFailed', reason, { certain });

/** Posts to the page's server. Rejects with a CallError that is `certain` when asking again would not help. */
export async function askEndpoint(endpoint: string, request: TokenRequest, signal: AbortSignal): Promise<unknown> {
  if (!URL.canParse(endpoint, document.baseURI)) throw refused('that is no address', true);
  const response = await fetch(endpoint, {
    method: 'POST',
    // Who is signed in to the page is known by its cookie.
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal,
  });
  const { ok, status } = response;
  const text = await response.text();
  const body = parse(text);
  if (!ok) throw refused(`it answered ${status}${reasonIn(body)}`, status >= 400 && status < 500 && !PASSING.includes(status));
  if (body === undefined) throw refused(`it answered ${status}, and no JSON`, true);
  return body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** `@call-elements/token-server` says why. */
function reasonIn(body: unknown): string {
  const { error } = (body ?? {}) as { error?: unknown };
  return typeof error === 'string' ? ` (${error.slice(0, MAX_REASON)})` : '';
}
