import { CallError } from '@call-elements/core';
import type { LinkReason } from './rtm-client.ts';

/** The SDK's numbers. Its names of errors and of operations mislead, so numbers decide. */
export const RTM = {
  invalidAppId: -10003,
  invalidToken: -10005,
  tokenExpired: -10009,
  notAuthorized: -10015,
  tokenOfOtherApp: -10016,
  duplicateOperation: -10017,
  notConnected: -10025,
  duplicateUser: -10027,
  peerOffline: -11033,
} as const;

const TOKEN_ERRORS: readonly unknown[] = [RTM.invalidToken, RTM.tokenExpired, RTM.notAuthorized, RTM.tokenOfOtherApp];

export function numberOf(error: unknown): unknown {
  return (error as { errorCode?: unknown } | undefined)?.errorCode;
}

/** Another token might do. */
export function isTokenError(error: unknown): boolean {
  return TOKEN_ERRORS.includes(numberOf(error));
}

/** Of making a client, logging in, or renewing a token. */
export function loginError(cause: unknown, userId: string): CallError {
  const why = cause instanceof Error ? cause.message : String(cause);
  if (isTokenError(cause)) return new CallError('tokenFailed', `RTM refused the token of "${userId}": ${why}`, { cause });
  if (numberOf(cause) === RTM.invalidAppId) return new CallError('invalidArgument', `RTM does not know this app id, or RTM is not enabled for it: ${why}`, { cause });
  if (numberOf(cause) === RTM.duplicateUser) {
    return new CallError('invalidArgument', `This page has an RTM client for "${userId}" already, and there can be one: hand it in as "rtm".`, { cause });
  }
  return CallError.from(cause, 'signalFailed', `RTM did not log "${userId}" in: ${why}`);
}

export function sendError(cause: unknown, userId: string): CallError {
  const why = cause instanceof Error ? cause.message : String(cause);
  if (numberOf(cause) === RTM.notConnected) return new CallError('signalNotReady', 'RTM is not connected.', { cause });
  // Perhaps it is only reconnecting: whoever has no connection for a moment is offline to RTM.
  if (numberOf(cause) === RTM.peerOffline) return new CallError('peerOffline', `RTM says that "${userId}" is offline.`, { cause, certain: false });
  // Not acknowledged (-11026) may still have arrived; those who send again have to expect that.
  return CallError.from(cause, 'signalFailed', `RTM did not take a message for "${userId}": ${why}`);
}

/** Why the service or the SDK gave a connection up. */
export function linkError(reason: LinkReason, userId: string): CallError {
  if (reason === 'SAME_UID_LOGIN') return signedInElsewhere(userId);
  if (reason === 'TOKEN_EXPIRED' || reason === 'INVALID_TOKEN') return new CallError('tokenFailed', `RTM takes the token of "${userId}" no longer (${reason}).`);
  return new CallError('signalFailed', `RTM ended the connection of "${userId}" (${reason}).`);
}

export function signedInElsewhere(userId: string): CallError {
  return new CallError('signedInElsewhere', `"${userId}" signed in elsewhere, and RTM allows one sign-in per user.`);
}
