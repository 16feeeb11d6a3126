import { CallError } from '@call-elements/core';

/** What a page's server is asked for: tokens for the media of any room, or of one. */
export interface TokenRequest {
  readonly userId: string;
  readonly roomId?: string;
}

/** What it gives. */
export interface TokenAnswer {
  /** For media (`media="agora"`). */
  readonly rtcToken?: string;
  /** For signalling (`signal="rtm"`). */
  readonly rtmToken?: string;
  /** For signalling (`signal="easemob"`). */
  readonly easemobToken?: string;
  /** The one room that `rtcToken` is for. Without it: any, and calls wait for no further token. */
  readonly roomId?: string;
  /** Milliseconds since 1970. Without it: until the service says so. */
  readonly expiresAt?: number;
  /** For `media="webrtc"`, when the page gives none. */
  readonly iceServers?: readonly RTCIceServer[];
}

export type FetchTokens = (request: TokenRequest) => TokenAnswer | Promise<TokenAnswer>;
export type TokenKind = 'rtcToken' | SignalTokenKind;
export type SignalTokenKind = 'rtmToken' | 'easemobToken';

/** Sooner, it was meant as seconds. */
const YEAR_2001 = 1e12;

/** Throws a CallError for the first field that is no good. */
export function checkAnswer(value: unknown, needed: readonly TokenKind[], { roomId }: TokenRequest): TokenAnswer {
  const check = (ok: boolean, expected: string): void => {
    if (!ok) throw new CallError('tokenFailed', expected, { certain: true });
  };
  check(typeof value === 'object' && value !== null, 'the answer must be an object { rtcToken, rtmToken }');
  const answer = value as TokenAnswer;
  for (const kind of needed) check(typeof answer[kind] === 'string' && answer[kind] !== '', `${kind} must be a string that is not empty`);
  const { expiresAt } = answer;
  check(expiresAt === undefined || (typeof expiresAt === 'number' && expiresAt >= YEAR_2001), 'expiresAt must be milliseconds since 1970, or be left out');
  check(answer.iceServers === undefined || Array.isArray(answer.iceServers), 'iceServers must be an array, or be left out');
  check(roomId === undefined || answer.roomId === undefined || answer.roomId === roomId, `it is for the room "${answer.roomId}", and "${roomId}" was asked for`);
  return answer;
}
