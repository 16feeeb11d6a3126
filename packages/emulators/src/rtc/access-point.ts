import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { json, outage } from '../answers.ts';
import type { AccessPointState } from '../faults.ts';
import type { Answer, NoAnswer, Request } from '../service.ts';
import type { TokenFault } from '../tokens.ts';
import { cidOf } from './channel.ts';
import type { Edge } from './edge.ts';
import type { UserName } from './wire.ts';

/** What each refused token is answered with: category 201, of the servers that choose an edge, and a number in it. The SDK rejects join(). */
const CODES: Record<TokenFault, number> = {
  missing: 2_010_015,
  malformed: 2_010_009,
  signature: 2_010_009,
  appId: 2_010_005,
  service: 2_010_009,
  channel: 2_010_009,
  user: 2_010_009,
  expired: 2_010_010,
};
const UNKNOWN_APP = 2_010_005;

/** Each service that is asked for answers with its flag: the edge, and ways around firewalls, of which there are none here. */
const FLAGS: Readonly<Record<number, number>> = { 11: 4096, 26: 4_194_310, 18: 1_048_576, 20: 4_194_304 };
const CHOOSE_EDGE = 11;
const ANSWER_URI = 23;
/** Numbers for strings are above this, and below twice as much; numbers for who has neither above that. Few tests count that far. */
const ACCOUNT_UIDS = 1_000_000_000;
/** In `detail`. */
const STRING_UID = '6';

/** The first label of the gateway's host. It tells its WebSockets from those of RTM. */
export const EDGE_PREFIX = 'rtc-edge';

interface EdgeRequest {
  readonly cname: string;
  /** The token, or the app id without one. */
  readonly key: string;
  readonly service_ids: readonly number[];
  /** 0: allocate one. */
  readonly uid: number;
  readonly detail?: Readonly<Record<string, string>>;
}

/** Of a number for a string. */
interface Allocation {
  readonly opid: number;
  readonly string_uid: string;
}

interface Envelope {
  readonly appid: string;
  readonly opid: number;
  readonly request_bodies: readonly { readonly uri: number; readonly buffer: EdgeRequest }[];
}

/**
 * Where the SDK asks for an edge before it joins, in two requests at once, and again every two minutes in case it loses the edge: a request
 * is no join. Also where it gets a number for a string uid, and its configuration.
 */
export class AccessPoint {
  state: AccessPointState = 'up';
  readonly #edge: Edge;

  constructor(edge: Edge) {
    this.#edge = edge;
  }

  async answer(request: Request): Promise<Answer | NoAnswer | undefined> {
    const handle = this.#handlerOf(request);
    return handle && (outage(this.state) ?? json(await handle()));
  }

  /** Undefined: some other service's. */
  #handlerOf({ method, path, body, headers }: Request): (() => object | Promise<object>) | undefined {
    if (method !== 'POST') return undefined;
    const { pathname, searchParams } = new URL(path, 'https://localhost');
    if (pathname === '/api/v2/transpond/webrtc') return () => this.#chooseEdge(envelopeIn(body, headers['content-type']));
    if (pathname !== '/api/v1') return undefined;
    const action = searchParams.get('action');
    if (action === 'stringuid') return () => allocate(JSON.parse(body.toString()) as Allocation);
    // With any tags the SDK would turn on ways of joining that nobody serves here.
    return action === 'config' ? () => ({ code: 0, test_tags: {} }) : undefined;
  }

  async #chooseEdge({ appid, opid, request_bodies }: Envelope): Promise<object> {
    const request = request_bodies[0]!.buffer;
    const account = request.detail?.[STRING_UID];
    const user = account ?? request.uid;
    await this.#edge.holds.pass('accessPoint', user);
    const code = this.#judge(appid, request, user);
    const uid = request.uid || (account === undefined ? newUid() : uidOf(account));
    const response_body = request.service_ids.map((id) => ({ uri: ANSWER_URI, buffer: this.#service(id, request.cname, uid, code) }));
    const now = this.#edge.context.clock.now();
    return { opid, enter_ts: now, leave_ts: now, detail: { 502: this.#edge.context.host }, response_body };
  }

  /** 0: welcome. */
  #judge(appId: string, { key, cname }: EdgeRequest, user: UserName): number {
    if (typeof this.state === 'object' && 'code' in this.state) return this.state.code;
    if (appId !== this.#edge.context.appId) return UNKNOWN_APP;
    const verdict = this.#edge.verify(key, cname, user);
    return verdict.ok ? 0 : CODES[verdict.fault];
  }

  #service(id: number, cname: string, uid: number, code: number): object {
    const { host, port } = this.#edge.context;
    const cid = cidOf(cname);
    const edges = code === 0 && id === CHOOSE_EDGE ? [{ domain_prefix: EDGE_PREFIX, ip: host, port }] : [];
    // The ticket is not looked at again: the gateway asks for the token itself.
    return { code, flag: FLAGS[id] ?? 0, cname, uid, cid, cert: 'ticket', detail: { 8: String(cid), 1: host }, edges_services: edges };
  }
}

/** The same number for the same string, also after a restart: clients come back with what they got before. */
export const uidOf = (account: string): number => ACCOUNT_UIDS + (crc32(account) % ACCOUNT_UIDS);

const newUid = (): number => randomInt(2 * ACCOUNT_UIDS, 2 ** 31);

const allocate = ({ opid, string_uid }: Allocation): object => ({ code: 0, opid, uid: uidOf(string_uid) });

/** The one field `request` of a form. */
function envelopeIn(body: Buffer, contentType = ''): Envelope {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1];
  const part = body.toString('utf8').split(`--${boundary}`)[1] ?? '';
  return JSON.parse(part.slice(part.indexOf('\r\n\r\n'))) as Envelope;
}
