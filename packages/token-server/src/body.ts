import type { TokenRequest } from './options.ts';

/** Two ids of 64 characters, escaped in full, and some space. */
const MAX_BYTES = 4096;
/** As in the page's engine. */
const MAX_ID = 64;
/** What Agora takes for a channel. `*` is not in it, which in a token means any: nobody gets that by naming it. */
const ROOM_ID = /^[\w !#$%&()+\-:;<=.>?@[\]^{}|~,]{1,64}$/;
const FIELDS = ['userId', 'roomId'];

/** An answer that is not the one hoped for. */
export class Refusal {
  readonly status: number;
  readonly message: string;

  constructor(status: number, message: string) {
    this.status = status;
    this.message = message;
  }
}

/** What is asked for, or why not. */
export async function readBody(request: Request): Promise<TokenRequest | Refusal> {
  // A form of another site can send no JSON without asking first.
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) return new Refusal(415, 'Content-Type must be application/json.');
  const text = await readText(request);
  if (text === undefined) return new Refusal(413, `The body must have at most ${MAX_BYTES} bytes.`);
  return parse(text);
}

function parse(text: string): TokenRequest | Refusal {
  const body = parseObject(text);
  if (!body) return new Refusal(400, 'The body must be a JSON object: { "userId": "alice" }, and "roomId" for one room.');
  const unknown = Object.keys(body).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) return new Refusal(400, `${unknown.slice(0, MAX_ID)} is unknown. There are userId and roomId.`);
  const { userId, roomId } = body;
  if (!isUserId(userId)) return new Refusal(400, `userId must be a string of 1 to ${MAX_ID} characters.`);
  if (roomId === undefined) return { userId };
  if (!isRoomId(roomId)) return new Refusal(400, `roomId must be a string of 1 to ${MAX_ID} letters, digits, spaces or !#$%&()+-:;<=.>?@[]^_{}|~, or be left out for tokens of any room.`);
  return { userId, roomId };
}

const isUserId = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= MAX_ID;
const isRoomId = (value: unknown): value is string => typeof value === 'string' && ROOM_ID.test(value);

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined when it is too long. The rest is left alone then, since cancelling it would cost the connection that the answer goes by. */
async function readText({ body }: Request): Promise<string | undefined> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (let chunk; reader && (chunk = await reader.read()).value; ) {
    bytes += chunk.value.byteLength;
    if (bytes > MAX_BYTES) return undefined;
    text += decoder.decode(chunk.value, { stream: true });
  }
  return text + decoder.decode();
}
