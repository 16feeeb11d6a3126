import type { Page } from '../world.ts';
import type { Deed } from './schedule.ts';
import type { Actor, Stage } from './stage.ts';

type Forgery = Deed & { readonly do: 'forge' };

/** How the ids of its calls begin. */
export const MATCHED = 'match-';
const VERSION = { message_version: '1.0' } as const;

/** CallAPI's clients know users as numbers. */
const idOf = (user: string): number | string => (/^\d+$/.test(user) ? Number(user) : user);

/** A server that matches two users rings both, in the name of each other (callapi.md §1.7): one call, and nobody dialled. */
export function match(stage: Stage, one: string, other: string): void {
  const { server, world } = stage;
  const call = { ...VERSION, message_action: 0, message_timestamp: Math.round(world.clock.wallTime()), callId: `${MATCHED}${stage.id()}`, fromRoomId: stage.id() };
  for (const [from, to] of [[one, other], [other, one]] as const) {
    void server.sendMessage(to, JSON.stringify({ ...call, fromUserId: idOf(from), remoteUserId: idOf(to) })).catch(() => {});
  }
}

/** The server ends the call that this user is in, for both. */
export function unmatch({ server, world }: Stage, { page, device: { user } }: Actor): void {
  const call = page?.client.getState().call;
  if (!call?.callId.startsWith(MATCHED)) return;
  const end = { ...VERSION, message_action: 4, message_timestamp: Math.round(world.clock.wallTime()), callId: call.callId, fromRoomId: call.roomId, hangupReason: 'over' };
  for (const [from, to] of [[user, call.remoteUserId], [call.remoteUserId, user]] as const) {
    void server.sendMessage(to, JSON.stringify({ ...end, fromUserId: idOf(from) })).catch(() => {});
  }
}

/** Somebody who knows all that there is to know writes to this page, in the own name or in that of its peer (callapi.md N-24). */
export function forge(stage: Stage, page: Page, { action, as, kit }: Forgery): void {
  const { mallory, world } = stage;
  const { call, lastCall } = page.client.getState();
  const known = call ?? lastCall;
  const from = as === 'peer' && known ? known.remoteUserId : mallory.userId;
  // In the own name it is a call of its own.
  const callId = known && from !== mallory.userId ? known.callId : stage.id();
  const text = JSON.stringify({
    ...VERSION,
    message_action: action,
    message_timestamp: Math.round(world.clock.wallTime()),
    fromUserId: idOf(from),
    remoteUserId: idOf(page.name),
    callId,
    fromRoomId: known?.roomId ?? 'x',
    messageId: 1_000_000,
    ...(kit ? { kit: kitOf(page) } : {}),
  });
  void mallory.sendMessage(page.name, text).catch(() => {});
}

function kitOf(page: Page): object {
  const engine = page.media.name;
  return { v: 1, engine, device: page.signal.device === undefined ? 'x' : `${page.signal.device}x`, receipt: 1, seq: 0, payloads: [], media: { audio: false, video: false } };
}
