import type { Page, Request, WebSocket } from 'playwright-core';
import { within } from '@call-elements/core/adapter';

/** Longer than an SDK tries anything. */
const SETTLED_WITHIN = 60_000;

/** What a page has under way, and what it complained of. */
interface Account {
  readonly requests: Set<Request>;
  readonly sockets: Map<WebSocket, number>;
  readonly complaints: string[];
}

const accounts = new WeakMap<Page, Account>();

/** From now on `settled` can tell of this page. */
export function watch(page: Page): void {
  const account: Account = { requests: new Set(), sockets: new Map(), complaints: [] };
  accounts.set(page, account);
  page.on('request', (request) => account.requests.add(request));
  const done = (request: Request): void => void account.requests.delete(request);
  page.on('requestfinished', done);
  page.on('requestfailed', done);
  page.on('websocket', (socket) => {
    const count = (): void => void account.sockets.set(socket, (account.sockets.get(socket) ?? 0) + 1);
    account.sockets.set(socket, 0);
    socket.on('framereceived', count);
    socket.on('close', () => account.sockets.delete(socket));
  });
  page.on('pageerror', (error) => account.complaints.push(error.message));
  page.on('crash', () => account.complaints.push('it crashed'));
}

/** What a page was asked for, or an error that says what keeps it: SDKs have promises that never settle. */
export function settled<Value>(page: Page, what: string, promise: Promise<Value>): Promise<Value> {
  return within(SETTLED_WITHIN, promise, () => new Error(`${what} has not settled within ${SETTLED_WITHIN} ms. ${told(page)}`));
}

function told(page: Page): string {
  const { requests, sockets, complaints } = accounts.get(page)!;
  const open = [...sockets].map(([socket, frames]) => `${socket.url()} (${frames} frames received)`);
  return `Requests: ${[...requests].map((request) => request.url()).join(', ') || 'none'}. Sockets: ${open.join(', ') || 'none'}. Errors: ${complaints.join(', ') || 'none'}.`;
}
