import type { CallType } from '../vocabulary.ts';
import type { TypeNews } from '../wire/message.ts';
import type { Call } from './call.ts';
import { openWanted, setCamera, want } from './devices.ts';
import { RING_GRACE_MS } from './step.ts';
import type { Step } from './step.ts';

/** Kits that show a lower version do not know how. */
export const SWITCHING_VERSION = 2;
/** Longer than a call rings: who is asked is in the middle of a sentence. */
const REQUEST_MS = 30_000;
/** Who is in a tunnel has to hear of it afterwards. */
const NEWS_MS = 10 * 60_000;

/**
 * Audio to video and back while a call goes on.
 *
 * Both sides count turns, and every change takes the next one, so that news may come late, twice or in any order: what is not above the
 * own turn is old.
 *
 * - To audio: nobody has to agree. The side takes the next turn and says so; that also takes back what it asked for, and declines what it
 *   was asked.
 * - To video: it asks for the next turn. Who agrees takes that very turn as video. Nothing else turns a call to video, so no camera opens
 *   without the consent of its own user.
 * - Both ask: the same turn, and both have said what they want.
 */
export function switchType(step: Step, type: CallType): void {
  const { call } = step;
  const { phase, turn, typeRequest: request } = call;
  if (phase === 'calling') return step.do({ do: 'refuse', why: 'a call that rings keeps its type' });
  if (!canSwitch(call)) return step.do({ do: 'refuse', why: "the peer's app cannot switch types", code: 'unsupported' });
  if (type === 'audio') {
    if (request || call.type === 'video') settle(step, (request?.turn ?? turn) + 1, 'audio', 'local');
  } else if (request?.from === 'incoming') {
    settle(step, request.turn, 'video', 'local');
  } else if (!request && call.type === 'audio') {
    pend(step, 'outgoing', turn + 1);
    step.do({ do: 'send', message: { kind: 'switch', switch: { type, turn: turn + 1, ask: true } }, lifetime: REQUEST_MS });
  }
}

/** Whether it may be tried in this call. */
export function canSwitch({ phase, peer }: Call): boolean {
  return (phase === 'connecting' || phase === 'connected') && (peer.version ?? 0) >= SWITCHING_VERSION;
}

/** The peer switched, asks, or answers. */
export function onSwitch(step: Step, { type, turn, ask }: TypeNews): void {
  const { call } = step;
  const asked = call.typeRequest?.from === 'outgoing';
  // What was said to a page before it knew us, or was us, it took for somebody else's.
  if (turn < call.turn) tell(step);
  if (turn <= call.turn) return;
  if (ask && asked) return settle(step, turn, 'video', 'local');
  if (ask) {
    // It has left video, or it would not ask; that news is on its way, and below this turn.
    if (call.type === 'video') settle(step, turn - 1, 'audio', 'remote');
    step.set({ turn: turn - 1 });
    return pend(step, 'incoming', turn);
  }
  if (type === 'audio' || (asked && call.typeRequest.turn === turn)) settle(step, turn, type, 'remote');
}

/** Nobody answered, or the answer did not get through: it stays audio, and both agree on that once they hear each other. */
export function onRequestTimeout(step: Step): void {
  const { typeRequest: request } = step.call;
  if (request) settle(step, request.turn + 1, 'audio', 'local');
}

function pend(step: Step, from: 'outgoing' | 'incoming', turn: number): void {
  step.set({ typeRequest: { from, turn } });
  // Who asked gives up first; the other side hears of it.
  step.timer('typeRequest', from === 'outgoing' ? REQUEST_MS : REQUEST_MS + RING_GRACE_MS);
  step.event(from === 'outgoing' ? 'localVideoRequest' : 'remoteVideoRequest');
}

function tell(step: Step): void {
  const { type, turn } = step.call;
  step.do({ do: 'send', message: { kind: 'switch', switch: { type, turn } }, lifetime: NEWS_MS });
}

function settle(step: Step, turn: number, type: CallType, by: 'local' | 'remote'): void {
  const { typeRequest: request, type: was } = step.call;
  step.stopTimer('typeRequest');
  step.set({ turn, type, typeRequest: undefined });
  if (by === 'local') tell(step);
  if (request) {
    const takenBack = (request.from === 'outgoing') === (by === 'local');
    step.event(`${by}Video${type === 'video' ? 'Accepted' : takenBack ? 'Cancelled' : 'Rejected'}`);
  }
  if (type === was) return;
  step.do({ do: 'mediaType', type });
  if (type === 'audio') setCamera(step, false);
  else {
    want(step, 'video', true);
    openWanted(step);
  }
  step.event('typeChanged', type);
}
