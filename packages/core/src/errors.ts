/**
 * What can go wrong, as opposed to how a call can end (that is a `CallReason`).
 *
 * | code | meaning |
 * |---|---|
 * | `invalidState` | the method does not fit the current state; nothing changed |
 * | `invalidArgument` | an argument is out of range; the message says what is accepted |
 * | `signalNotReady` | the signalling service is not connected |
 * | `signalFailed` | the service did not take a message, or could not be reached |
 * | `peerOffline` | the service says that the peer is not there; see `certain` |
 * | `callEnded` | the call ended before the operation finished |
 * | `permissionDenied` | the user or the browser refused a device |
 * | `deviceNotFound` | there is no such device |
 * | `deviceInUse` | the device exists but cannot be opened, usually because something else has it |
 * | `insecurePage` | the page is not served over https or from localhost, so devices are out of reach |
 * | `deviceFailed` | a device failed in another way |
 * | `mediaFailed` | the media connection could not be made or was lost |
 * | `unsupported` | the browser or the peer lacks what this needs |
 * | `loadFailed` | an adapter or its SDK could not be loaded |
 * | `tokenFailed` | no token could be had, or the service refused it |
 * | `signedInElsewhere` | the same user signed in elsewhere, and the service allows one |
 */
export type CallErrorCode =
  | 'invalidState'
  | 'invalidArgument'
  | 'signalNotReady'
  | 'signalFailed'
  | 'peerOffline'
  | 'callEnded'
  | 'permissionDenied'
  | 'deviceNotFound'
  | 'deviceInUse'
  | 'insecurePage'
  | 'deviceFailed'
  | 'mediaFailed'
  | 'unsupported'
  | 'loadFailed'
  | 'tokenFailed'
  | 'signedInElsewhere';

export interface CallErrorOptions {
  /** The SDK's or the browser's own error, untouched. */
  cause?: unknown;
  /** For `peerOffline`: true when the service knows that the peer is gone, false when it may be reconnecting. For `tokenFailed`: true when asking again will not help. */
  certain?: boolean;
}

/** The one error type that the kit throws, rejects with and reports. */
export class CallError extends Error {
  readonly code: CallErrorCode;
  readonly certain: boolean;

  constructor(code: CallErrorCode, message: string, options: CallErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CallError';
    this.code = code;
    this.certain = options.certain ?? false;
  }

  /** `error` itself when it is a CallError already, else one of `code` with `error` as its cause. */
  static from(error: unknown, code: CallErrorCode, message: string): CallError {
    return error instanceof CallError ? error : new CallError(code, message, { cause: error });
  }
}
