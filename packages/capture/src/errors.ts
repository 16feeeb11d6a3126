import { CallError } from '@call-elements/core';
import type { CallErrorCode, TrackKind } from '@call-elements/core';

export const DEVICE: Record<TrackKind, string> = { audio: 'microphone', video: 'camera' };

// The names that getUserMedia rejects with. Firefox and older Chromium differ in which of two they use.
const CODES: Record<string, CallErrorCode> = {
  NotAllowedError: 'permissionDenied',
  SecurityError: 'permissionDenied',
  NotFoundError: 'deviceNotFound',
  OverconstrainedError: 'deviceNotFound',
  NotReadableError: 'deviceInUse',
  AbortError: 'deviceInUse',
};

/** What happened, and what the user can do about it. */
function explain(code: CallErrorCode, device: string): string {
  switch (code) {
    case 'permissionDenied':
      return `The use of the ${device} was refused. Allow it in the site settings of the browser, and in those of the system, then try again.`;
    case 'deviceNotFound':
      return `No such ${device} was found. Plug it in, or choose another one.`;
    case 'deviceInUse':
      return `The ${device} could not be opened. Another program or page is probably using it: close that, then try again.`;
    case 'insecurePage':
      return `The ${device} is out of reach, since this page is not secure. Open it over https or from localhost.`;
    default:
      return `The ${device} failed. Unplug it and plug it in again, or choose another one.`;
  }
}

function nameOf(error: unknown): string {
  return String((error as { name?: unknown } | undefined)?.name);
}

export function deviceError(kind: TrackKind, cause: unknown): CallError {
  if (cause instanceof CallError) return cause;
  const code = CODES[nameOf(cause)] ?? 'deviceFailed';
  return new CallError(code, explain(code, DEVICE[kind]), { cause });
}

export function insecurePage(kind: TrackKind): CallError {
  return new CallError('insecurePage', explain('insecurePage', DEVICE[kind]));
}
