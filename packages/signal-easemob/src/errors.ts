import { CallError } from '@call-elements/core';

/** The SDK's numbers. Its texts are the service's, so numbers decide. */
export const EASEMOB = {
  loginFailed: 1,
  refused: 2,
  passwordRefused: 17,
  invalidToken: 28,
  notLoggedIn: 39,
  unauthorized: 52,
  tokenExpired: 56,
  userNotFound: 204,
  signedInElsewhere: 206,
  userRemoved: 207,
  alreadyLoggedIn: 208,
  passwordChanged: 216,
  kickedByOtherDevice: 217,
  connectionLost: 510,
} as const;

interface EasemobError {
  readonly type?: number;
  readonly message?: string;
  readonly reason?: string;
  readonly data?: EasemobError;
  readonly extraInfo?: { readonly httpCode?: number };
}

const CREDENTIALS: readonly unknown[] = [EASEMOB.refused, EASEMOB.invalidToken, EASEMOB.unauthorized, EASEMOB.tokenExpired];
const KICKS: readonly unknown[] = [EASEMOB.signedInElsewhere, EASEMOB.userRemoved, EASEMOB.passwordChanged, EASEMOB.kickedByOtherDevice];
/** The service's word on an account or an app; asking again, with whatever token, changes nothing. Registration limit, serving disabled, too many devices, another device. */
const FINAL: readonly unknown[] = [50, EASEMOB.userNotFound, 57, 214, 220, ...KICKS];

/** A login by password fails with number 1, whatever the matter, and carries the error of its request. */
function inner(error: unknown): EasemobError {
  const outer = (error ?? {}) as EasemobError;
  return outer.type === EASEMOB.loginFailed && outer.data?.type !== undefined ? outer.data : outer;
}

export const numberOf = (error: unknown): number | undefined => inner(error).type;

export const isKick = (error: unknown): boolean => KICKS.includes(numberOf(error));

/** Another token or password might do. */
export function isCredentialError(error: unknown): boolean {
  const { type, extraInfo } = inner(error);
  // A server that fails is told by the same number as a password that is wrong.
  if (type === EASEMOB.passwordRefused) return (extraInfo?.httpCode ?? 400) < 500;
  return CREDENTIALS.includes(type);
}

/** Trying again by and by will not help. */
export function isFinal(error: unknown): boolean {
  if (error instanceof CallError) return error.certain || (error.code !== 'signalFailed' && error.code !== 'tokenFailed');
  return FINAL.includes(numberOf(error)) || isCredentialError(error);
}

/** They are plain objects, now with a `message` and now with a `reason`. */
function textOf(error: unknown): string {
  const { type, message, reason } = inner(error);
  if (error instanceof Error) return error.message;
  return `${message || reason || 'no reason given'} (${type})`;
}

/** Of logging in, of renewing a token, and of a connection that the service ended. */
export function loginError(cause: unknown, userId: string): CallError {
  if (cause instanceof CallError) return cause;
  const why = textOf(cause);
  const number = numberOf(cause);
  if (isCredentialError(cause)) return new CallError('tokenFailed', `Easemob refused the token or password of "${userId}": ${why}`, { cause });
  if (number === EASEMOB.passwordChanged) return new CallError('tokenFailed', `The password of "${userId}" was changed: ${why}`, { cause, certain: true });
  if (number === EASEMOB.userNotFound) return new CallError('invalidArgument', `Easemob has no user "${userId}": it has to be registered first.`, { cause });
  if (number === EASEMOB.signedInElsewhere || number === EASEMOB.kickedByOtherDevice) {
    return new CallError('signedInElsewhere', `"${userId}" signed in elsewhere, and the app allows no more devices: ${why}`, { cause });
  }
  if (number === EASEMOB.userRemoved) return new CallError('signalFailed', `"${userId}" was removed from Easemob: ${why}`, { cause, certain: true });
  return new CallError('signalFailed', `Easemob does not connect "${userId}": ${why}`, { cause });
}

export function sendError(cause: unknown, userId: string): CallError {
  if (cause instanceof CallError) return cause;
  const number = numberOf(cause);
  const why = textOf(cause);
  if (number === EASEMOB.notLoggedIn) return new CallError('signalNotReady', 'Easemob is not connected.', { cause });
  // It may have arrived or not; those who send again have to expect that.
  if (number === EASEMOB.connectionLost) return new CallError('signalNotReady', 'Easemob lost its connection before it confirmed a message.', { cause });
  if (number === EASEMOB.userNotFound) return new CallError('peerOffline', `Easemob has no user "${userId}".`, { cause, certain: true });
  return new CallError('signalFailed', `Easemob did not take a message for "${userId}": ${why}`, { cause });
}

export function registrationError(cause: unknown, userId: string): CallError {
  if (cause instanceof CallError) return cause;
  const why = textOf(cause);
  const taken = /unique|duplicate/i.test(`${why} ${JSON.stringify(inner(cause).data) ?? ''}`);
  if (taken) return new CallError('invalidArgument', `Easemob has a user "${userId}" already.`, { cause });
  return new CallError('signalFailed', `Easemob did not register "${userId}": ${why}`, { cause });
}
