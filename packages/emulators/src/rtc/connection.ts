import type { WebSocket } from 'ws';
import type { FirstFrame } from '../service.ts';
import type { Edge } from './edge.ts';
import { handlers } from './gateway.ts';
import type { Handler } from './gateway.ts';
import type { Session } from './session.ts';
import { CODES, Refusal } from './wire.ts';
import type { NotificationType, Notifications, Requests, UserName } from './wire.ts';

interface Frame {
  readonly _id?: string;
  readonly _type: string;
  readonly _message?: unknown;
}

/** One WebSocket of an SDK, from its first frame. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #edge: Edge;
  /** From the answer to join_v3 or rejoin_v3 on. */
  session: Session | undefined;

  constructor(socket: WebSocket, edge: Edge) {
    this.#socket = socket;
    this.#edge = edge;
    socket.on('message', (data: Buffer, binary: boolean) => void this.receive({ data, binary }));
    socket.once('close', () => this.session?.detach(this));
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  async receive(frame: FirstFrame): Promise<void> {
    const request = parseFrame(frame);
    // What has no id (statistics, mostly) wants no answer.
    if (request?._id === undefined) return;
    const later: (() => void)[] = [];
    const answer = await this.#answer(request, (run) => later.push(run));
    if (!this.isOpen) return;
    this.#send({ _id: request._id, ...answer });
    for (const run of later) run();
  }

  notify<Type extends NotificationType>(type: Type, message: Notifications[Type]): void {
    if (this.isOpen) this.#send({ _type: type, _message: message });
  }

  close(): void {
    this.#socket.close();
  }

  async #answer({ _type, _message }: Frame, after: (run: () => void) => void): Promise<object> {
    // A request that is not answered hangs the SDK's call for ever, so there is an answer to all that are not known.
    const handler = Object.hasOwn(handlers, _type) ? (handlers[_type as keyof Requests] as Handler<unknown>) : undefined;
    try {
      const message = handler ? await handler({ message: _message, connection: this, edge: this.#edge, after }) : {};
      return { _result: 'success', _message: message };
    } catch (error) {
      const code = error instanceof Refusal ? error.code : CODES.badRequest;
      return { _result: 'failed', _message: { code, error_code: code, error_str: error instanceof Error ? error.message : String(error) } };
    }
  }

  #send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }
}

function parseFrame({ data, binary }: FirstFrame): Frame | undefined {
  if (binary) return undefined;
  try {
    const frame: unknown = JSON.parse(data.toString('utf8'));
    return typeof frame === 'object' && frame !== null && '_type' in frame ? (frame as Frame) : undefined;
  } catch {
    return undefined;
  }
}

/** Whose socket this is, of those that join or rejoin; undefined: not one of an RTC SDK. */
export function userOf(first: FirstFrame): string | undefined {
  const frame = parseFrame(first);
  if (frame?._type === 'join_v3') {
    const { string_uid, ap_response } = frame._message as Requests['join_v3'];
    return String(string_uid ?? ap_response.uid);
  }
  if (frame?._type === 'rejoin_v3') return String((frame._message as { uid: UserName }).uid);
  return undefined;
}
