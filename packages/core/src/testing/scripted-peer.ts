import { FakeMedia, World } from '@call-elements/testing';
import type { FakeConnection, Page, PageOptions, SimulatedSignal } from '@call-elements/testing';

/** What is on the wire, as JSON. */
export interface Wire {
  readonly message_action: number;
  readonly callId: string;
  readonly [key: string]: unknown;
}

export interface WireKit {
  readonly device: string;
  readonly to?: string;
  readonly code?: string;
  readonly winner?: string;
  readonly receipt?: number;
  readonly ring?: number;
  readonly media?: { audio: boolean; video: boolean; asking?: boolean };
}

export const kitOf = (message: Wire | undefined): WireKit => message?.['kit'] as WireKit;

export function parseSent(world: World, from?: string): (Wire & { to: string })[] {
  return world.network.sent.filter((sent) => from === undefined || sent.from === from).map(({ to, text }) => ({ ...(JSON.parse(text) as Wire), to }));
}

/** Anybody with an account who writes whatever it likes: a native app, a stranger, a server. */
export class ScriptedPeer {
  readonly heard: Wire[] = [];
  readonly signal: SimulatedSignal;
  readonly #userId: string | number;

  constructor(world: World, userId: string) {
    this.signal = world.network.client(userId);
    this.#userId = /^\d+$/.test(userId) ? Number(userId) : userId;
    this.signal.addListener({ onMessageReceive: (text) => this.heard.push(JSON.parse(text) as Wire) });
  }

  static async create(world: World, userId: string): Promise<ScriptedPeer> {
    const peer = new ScriptedPeer(world, userId);
    await peer.signal.connect();
    return peer;
  }

  /** Sends an envelope as CallAPI's clients write it, with `fields` over it. */
  say(to: string, action: number, fields: Record<string, unknown>): Promise<void> {
    return this.raw(to, JSON.stringify(envelope(this.#userId, action, fields)));
  }

  raw(to: string, text: string): Promise<void> {
    return this.signal.sendMessage(to, text);
  }

  actions(): number[] {
    return this.heard.map((message) => message.message_action);
  }
}

export function envelope(fromUserId: string | number, action: number, fields: Record<string, unknown> = {}): Wire {
  return { message_action: action, message_version: '1.0', message_timestamp: 1_735_699_200_123, fromUserId, callId: '', ...fields };
}

/** What a kit adds to its messages. */
export function kit(device: string, fields: Record<string, unknown> = {}): { kit: object } {
  return { kit: { v: 1, engine: 'fake', device, ...fields } };
}

/** An engine like Agora's: everybody joins a room, and nothing is negotiated over signalling. */
class RoomMedia extends FakeMedia {
  override open(options: Parameters<FakeMedia['open']>[0]): FakeConnection {
    return super.open({ ...options, send: () => {} });
  }
}

/** A page on `agora` as user 1001, and a native app as user 9009. What the app does in the room is told by `media`. */
export async function nativePair(options: PageOptions = {}) {
  const world = new World();
  const page: Page = await world.page('1001', { engine: 'agora', ...options });
  const room = RoomMedia.prototype;
  page.media.open = (opened) => room.open.call(page.media, opened);
  const native = await ScriptedPeer.create(world, '9009');
  return { world, page, native };
}
