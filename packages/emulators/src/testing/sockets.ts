import { request } from 'node:https';
import { WebSocket } from 'ws';
import { writeBody } from '../easemob/message.ts';
import type { MessageContent } from '../easemob/message.ts';
import { COMMANDS, decode, decodeFrame as decodeMsync, encode, encodeFrame as encodeMsync, NAME_SPACES, ROUTES } from '../easemob/schema.ts';
import type { GivenPayload, Payload, PayloadName, WireFrame as MsyncFrame } from '../easemob/schema.ts';
import { newKey } from '../rtm/message.ts';
import { decodeFrame, encodeFrame } from '../rtm/schema.ts';
import type { WireFrame, WireMessage, WireName } from '../rtm/schema.ts';
import type { Emulators } from '../start.ts';

/** A socket as an SDK opens it, without the SDK. What it hears waits until it is taken. */
class TestSocket<Frame> {
  readonly frames: Frame[] = [];
  readonly closed: Promise<unknown>;
  readonly #socket: WebSocket;
  #wake = (): void => {};

  constructor(port: number, parse: (data: Buffer) => Frame) {
    this.#socket = new WebSocket(`wss://127.0.0.1:${port}/`, { rejectUnauthorized: false });
    this.closed = new Promise((resolve) => this.#socket.once('close', resolve));
    this.#socket.on('error', () => {});
    this.#socket.on('message', (data: Buffer) => {
      this.frames.push(parse(data));
      this.#wake();
    });
  }

  async open(): Promise<this> {
    await new Promise((resolve) => this.#socket.once('open', resolve));
    return this;
  }

  /** Says goodbye, behind all that it said. */
  close(): void {
    this.#socket.close();
  }

  end(): void {
    this.#socket.terminate();
  }

  protected transmit(data: Buffer | string): void {
    this.#socket.send(data);
  }

  /** The first that fits and was not taken before. */
  protected async next(fits: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const index = this.frames.findIndex(fits);
      if (index >= 0) return this.frames.splice(index, 1)[0]!;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** One socket of RTM, of which the SDK opens two. */
export class RtmSocket extends TestSocket<WireFrame> {
  #seq = 100n;

  constructor(port: number) {
    super(port, (data) => decodeFrame(data)!);
  }

  send<Name extends WireName>(name: Name, message: Partial<WireMessage<Name>>): void {
    this.transmit(encodeFrame(name, message));
  }

  async take<Name extends WireName>(name: Name): Promise<WireMessage<Name>> {
    return (await this.next((frame) => frame.name === name)).message as WireMessage<Name>;
  }

  /** Asks to join. */
  join(account: string, ticket: string, options: Partial<WireMessage<'Join'>> = {}): Promise<WireMessage<'JoinReply'>> {
    this.send('Join', { seq: 1n, account, instance: newKey().instance, ticket, ...options });
    return this.take('JoinReply');
  }

  /** Whatever was sent to it before has arrived. */
  async settle(): Promise<void> {
    const seq = (this.#seq += 1n);
    this.send('Ping', { seq });
    while ((await this.take('Pong')).seq !== seq);
  }
}

/** From RTM's access point. */
export function ticketOf({ appId, ports }: Emulators, userId: string): Promise<string> {
  const body = JSON.stringify({ key: appId, cname: userId, detail: { 25: appId } });
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: ports.tcp, path: '/api/v1', method: 'POST', rejectUnauthorized: false, agent: false }, (response) => {
      response.once('data', (data: Buffer) => resolve((JSON.parse(data.toString()) as { addresses: { ticket: string }[] }).addresses[0]!.ticket));
    });
    asked.on('error', reject).end(body);
  });
}

interface GatewayFrame {
  readonly _id?: string;
  readonly _type?: string;
  readonly _result?: string;
  readonly _message: Readonly<Record<string, unknown>>;
}

const NO_CAPABILITIES = { audioCodecs: [], videoCodecs: [], audioExtensions: [], videoExtensions: [] };

/** The socket of RTC's gateway. Its media never comes. */
export class RtcSocket extends TestSocket<GatewayFrame> {
  #asked = 0;

  constructor(port: number) {
    super(port, (data) => JSON.parse(data.toString()) as GatewayFrame);
  }

  async ask(type: string, message?: object): Promise<GatewayFrame> {
    const id = String(++this.#asked);
    this.transmit(JSON.stringify({ _id: id, _type: type, _message: message }));
    return this.next(({ _id }) => _id === id);
  }

  join(appId: string, channel: string, uid: number, sessionId = `session of ${uid}`): Promise<GatewayFrame> {
    const ortc = { dtlsParameters: { fingerprints: [] }, rtpCapabilities: { sendrecv: NO_CAPABILITIES } };
    return this.ask('join_v3', { channel_name: channel, channel_key: appId, session_id: sessionId, role: 'host', ap_response: { uid }, ortc });
  }

  /** What the gateway told of itself. */
  async told(type: string): Promise<GatewayFrame['_message']> {
    return (await this.next(({ _type }) => _type === type))._message;
  }
}

/** The socket of Easemob. */
export class EasemobSocket extends TestSocket<MsyncFrame> {
  #id = 0n;

  constructor(port: number) {
    super(port, (data) => decodeMsync(data)!);
  }

  /** Asks to be let in. */
  async provision(appKey: string, name: string, { token = 'token', resource = `device of ${name}` } = {}): Promise<Payload<'provision'>> {
    const payload = encode('provision', { resource, sessionId: 'session' });
    this.transmit(encodeMsync({ command: COMMANDS.provision, guid: { appKey, name, clientResource: resource }, auth: `$t$${token}`, payload }));
    return this.#take(COMMANDS.provision, 'provision');
  }

  /** Sends a message; its answer comes as a `sync`. Returns by what it will be known. */
  post(name: string, content: MessageContent): bigint {
    const id = (this.#id += 1n);
    const routetype = content.onlineOnly ? ROUTES.online : ROUTES.all;
    this.#sync({ meta: { id, to: { name }, ns: NAME_SPACES.chat, payload: writeBody('me', name, content), routetype } });
    return id;
  }

  /** Something that is no message to a user. */
  postElsewhere(ns: number): void {
    this.#sync({ meta: { id: (this.#id += 1n), ns, payload: Buffer.alloc(0) } });
  }

  /** What is in a queue, and with a key that what came with it has arrived. */
  async pull(name: string, key?: bigint): Promise<Payload<'syncDown'>> {
    this.#sync({ queue: { name }, key });
    return this.synced();
  }

  async unread(): Promise<[peer: string, count: number][]> {
    this.transmit(encodeMsync({ command: COMMANDS.unread }));
    const { unread } = await this.#take(COMMANDS.unread, 'unread');
    return unread.map(({ queue, n }) => [queue!.name, n]);
  }

  synced(): Promise<Payload<'syncDown'>> {
    return this.#take(COMMANDS.sync, 'syncDown');
  }

  /** In which queue there is something. */
  async noticed(): Promise<string> {
    return (await this.#take(COMMANDS.notice, 'notice')).queue!.name;
  }

  logOut(): void {
    this.transmit(encodeMsync({ command: COMMANDS.logout, payload: encode('logout', {}) }));
  }

  #sync(values: GivenPayload<'syncUp'>): void {
    this.transmit(encodeMsync({ command: COMMANDS.sync, payload: encode('syncUp', values) }));
  }

  async #take<Name extends PayloadName>(command: number, name: Name): Promise<Payload<Name>> {
    const { payload } = await this.next((frame) => frame.command === command);
    return decode(name, payload)!;
  }
}
