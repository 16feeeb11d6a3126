import type { TokenHandler } from './handler.ts';

/** An `IncomingMessage` of Node, as far as it is needed here. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string;
  readonly url?: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** All of it has arrived. */
  readonly complete: boolean;
  /** Where Express has put what it read already. */
  readonly body?: unknown;
}

/** A `ServerResponse` of Node. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(text?: string): unknown;
}

export type NodeListener = (request: NodeRequest, response: NodeResponse, next?: (error: unknown) => void) => Promise<void>;

/**
 * `handler` for `http.createServer`, Express, Connect and their kind. What it rejects with goes to `next`;
 * where there is none the answer is 500, and the error becomes a warning of the process.
 */
export function toNodeListener(handler: TokenHandler): NodeListener {
  return async (request, response, next) => {
    try {
      await send(await handler(toRequest(request)), request, response);
    } catch (error) {
      if (next) return next(error);
      process.emitWarning(error instanceof Error ? error : String(error));
      response.statusCode = 500;
      response.end();
    }
  };
}

function toRequest(request: NodeRequest): Request {
  const { method = 'GET', url = '/' } = request;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) for (const each of [value ?? []].flat()) headers.append(name, each);
  // Both are the client's own words, and may be no address.
  const address = `http://${headers.get('host') ?? 'localhost'}${url}`;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(URL.canParse(address) ? address : 'http://localhost/', { method, headers, ...(hasBody && { body: bodyOf(request), duplex: 'half' }) });
}

function bodyOf(request: NodeRequest): ReadableStream | string {
  // In Node whatever can be iterated is a body, which the types do not say.
  return request.body === undefined ? (request as unknown as ReadableStream) : JSON.stringify(request.body);
}

async function send(answer: Response, { complete }: NodeRequest, response: NodeResponse): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  // What was not read would stand before the next request.
  if (!complete) response.setHeader('connection', 'close');
  response.end(await answer.text());
}
