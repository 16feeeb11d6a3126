import { CallError } from '@call-elements/core';

/** As far as they are read here. `data.code` is the access point's, category × 10000 + number. */
interface AgoraError {
  readonly code?: string;
  readonly message?: string;
  readonly data?: { readonly code?: number; readonly desc?: unknown };
}

const TOKEN_REFUSED = /dynamic (use static )?key|invalid token|token timeout|authorized failed|TOKEN_EXPIRE|NO_AUTHORIZED/i;
const APP_ID_REFUSED = /invalid vendor key|can not find appid/i;

export function isTokenRefusal(cause: unknown): boolean {
  return TOKEN_REFUSED.test(wordsOf(cause));
}

/** What a failed `join()` means to whoever called. */
export function joinError(cause: unknown): CallError {
  const { code } = (cause ?? {}) as AgoraError;
  if (cause instanceof CallError) return cause;
  if (isTokenRefusal(cause)) return new CallError('tokenFailed', 'Agora refused the token for this room', { cause });
  if (APP_ID_REFUSED.test(wordsOf(cause))) return new CallError('invalidArgument', 'Agora knows no project with this app id', { cause });
  if (code === 'INVALID_PARAMS') return new CallError('invalidArgument', `Agora does not take the room, user id or token: ${wordsOf(cause)}`, { cause });
  if (code === 'UID_CONFLICT') return new CallError('signedInElsewhere', 'This page is in the room already, as the same user', { cause });
  return new CallError('mediaFailed', 'The room could not be joined', { cause });
}

/** What it means that Agora ended the connection. The reason is the SDK's `ConnectionDisconnectedReason`. */
export function endError(reason: string | undefined): CallError {
  // The SDK does not tell the two apart.
  if (reason === 'UID_BANNED') return new CallError('signedInElsewhere', 'The same user has joined this room elsewhere, or was banned from it');
  return new CallError('mediaFailed', `Agora ended the connection to the room: ${reason ?? 'no reason given'}`);
}

function wordsOf(cause: unknown): string {
  const { message = '', code = '', data } = (cause ?? {}) as AgoraError;
  return `${code} ${message} ${String(data?.desc ?? '')}`;
}
