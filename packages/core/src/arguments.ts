import { objectProblem } from './config.ts';
import { CallError } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { TrackKind } from './media.ts';
import type { SignalClient } from './signal.ts';
import type { Tokens } from './tokens.ts';
import type { CallType } from './vocabulary.ts';
import { isUserId } from './wire/user-id.ts';

// What pages hand over, checked before anything happens.

export interface DialOptions {
  /** Default `video`. */
  readonly type?: CallType;
  /** Sent with the invite, over the user's own extension. */
  readonly extension?: JsonObject;
}

/** The user id as the service compares it. Throws `invalidArgument`, or `signalNotReady` when nobody could be reached. */
export function checkDial(signal: SignalClient, remote: string, { type, extension }: DialOptions): string {
  const refuse = (why: string) => new CallError('invalidArgument', `call: ${why}.`);
  if (!isUserId(remote)) throw refuse('the user id must be a string of 1 to 64 characters');
  if (type !== undefined) checkType('call', type);
  const problem = extension === undefined ? undefined : objectProblem(extension);
  if (problem) throw refuse(`extension must be a plain JSON object (${problem})`);
  const remoteUserId = signal.normalizeUserId?.(remote) ?? remote;
  if (remoteUserId === signal.userId) throw refuse('a user cannot call itself');
  if (signal.state !== 'online' && signal.state !== 'reconnecting') throw new CallError('signalNotReady', `call: signalling is ${signal.state}.`);
  return remoteUserId;
}

/** Throws `invalidArgument`. */
export function checkType(method: string, type: CallType): CallType {
  if (type !== 'video' && type !== 'audio') throw new CallError('invalidArgument', `${method}: type must be "video" or "audio".`);
  return type;
}

/** Characters of a reason that travel. */
const MAX_REASON = 256;

/** Handlers get handed whatever there is, an event object for instance; only a text goes on the wire. */
export function reasonText(reason: unknown): string | undefined {
  return typeof reason === 'string' ? reason.slice(0, MAX_REASON) : undefined;
}

/** Throws `invalidArgument`: loudspeakers belong to whoever plays the sound. */
export function trackKindOf(kind: string): TrackKind {
  if (kind === 'audioinput') return 'audio';
  if (kind === 'videoinput') return 'video';
  throw new CallError('invalidArgument', 'selectDevice: kind must be "audioinput" or "videoinput".');
}

/** Throws `invalidArgument` for what is no token. */
export function checkTokens(tokens: Partial<Tokens>): Partial<Tokens> {
  for (const field of ['rtcToken', 'signalToken'] as const) {
    const token: unknown = tokens[field];
    if (token !== undefined && (typeof token !== 'string' || token === '')) throw new CallError('invalidArgument', `renewToken: ${field} must be a string that is not empty.`);
  }
  return tokens;
}
