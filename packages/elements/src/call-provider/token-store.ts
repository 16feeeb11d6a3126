import { CallError, systemClock } from '@call-elements/core';
import type { Clock } from '@call-elements/core';
import { checkAnswer } from './token-answer.ts';
import type { FetchTokens, SignalTokenKind, TokenAnswer, TokenKind, TokenRequest } from './token-answer.ts';
import { askEndpoint } from './token-endpoint.ts';

const RETRIES_MS = [1000, 2000, 4000, 8000];
const DEADLINE_MS = 10_000;
const ANY_ROOM = '';

export interface TokenStoreOptions {
  readonly userId: string;
  readonly signal: string;
  readonly media: string;
  readonly signalOptions?: { readonly password?: string };
  readonly tokenEndpoint?: string;
  /** The page's function as it is now; goes before the endpoint. */
  readonly fetchTokens: () => FetchTokens | undefined;
  readonly clock?: Clock;
  /** Nobody needs tokens any more. */
  readonly gone: AbortSignal;
  /** Once for each time that it gave up. */
  readonly onError: (error: CallError) => void;
}

/**
 * The tokens of one user. Asks the page's server when there is none, or when the one there is has expired or is called stale;
 * whoever asks meanwhile waits for the same answer. One answer serves signalling and all calls, unless it is for a single room.
 */
export class TokenStore {
  readonly #options: TokenStoreOptions;
  readonly #clock: Clock;
  readonly #needed: readonly TokenKind[];
  readonly #signalKind: SignalTokenKind;
  /** By room. */
  readonly #answers = new Map<string, TokenAnswer>();
  readonly #asking = new Map<string, Promise<TokenAnswer>>();
  #oneRoomEach = false;

  constructor(options: TokenStoreOptions) {
    this.#options = options;
    const { signal, media, signalOptions, clock = systemClock } = options;
    this.#signalKind = signal === 'easemob' ? 'easemobToken' : 'rtmToken';
    const signalNeedsNone = signal === 'local' || signalOptions?.password !== undefined;
    this.#clock = clock;
    this.#needed = [...(signalNeedsNone ? [] : [this.#signalKind]), ...(media === 'webrtc' ? [] : ['rtcToken' as const])];
  }

  async signalToken(stale?: string): Promise<string> {
    return (await this.#answer(ANY_ROOM, this.#signalKind, stale))[this.#signalKind]!;
  }

  async mediaToken(roomId: string, stale?: string): Promise<string> {
    if (!this.#oneRoomEach) {
      const { rtcToken, roomId: only } = await this.#answer(ANY_ROOM, 'rtcToken', stale);
      if (only === undefined) return rtcToken!;
      this.#oneRoomEach = true;
    }
    return (await this.#answer(roomId, 'rtcToken', stale)).rtcToken!;
  }

  async iceServers(): Promise<readonly RTCIceServer[]> {
    return (await this.#answer(ANY_ROOM)).iceServers ?? [];
  }

  async #answer(room: string, kind: TokenKind = 'rtcToken', stale?: string): Promise<TokenAnswer> {
    const isStale = (answer: TokenAnswer): boolean => stale !== undefined && answer[kind] === stale;
    const known = this.#answers.get(room);
    // A page that slept was told nothing about the end.
    if (known && !isStale(known) && this.#clock.wallTime() < (known.expiresAt ?? Infinity)) return known;
    const answer = await (this.#asking.get(room) ?? this.#ask(room));
    if (isStale(answer)) throw this.#failure(new CallError('tokenFailed', `it gave the same ${kind} as before, which is no good any more`, { certain: true }));
    return answer;
  }

  #ask(room: string): Promise<TokenAnswer> {
    const { userId } = this.#options;
    const asking = this.#insist(room === ANY_ROOM ? { userId } : { userId, roomId: room })
      .then((answer) => {
        // There is one call at a time; former rooms are not entered again.
        if (room !== ANY_ROOM) for (const other of this.#answers.keys()) if (other !== ANY_ROOM) this.#answers.delete(other);
        this.#answers.set(room, answer);
        return answer;
      })
      .finally(() => this.#asking.delete(room));
    this.#asking.set(room, asking);
    return asking;
  }

  async #insist(request: TokenRequest): Promise<TokenAnswer> {
    for (let tries = 0; ; tries++) {
      try {
        return await this.#attempt(request);
      } catch (error) {
        if (this.#options.gone.aborted || isCertain(error) || tries === RETRIES_MS.length) throw this.#failure(error);
      }
      await this.#pause(RETRIES_MS[tries]!);
    }
  }

  async #attempt(request: TokenRequest): Promise<TokenAnswer> {
    const { gone, tokenEndpoint = '' } = this.#options;
    const late = new AbortController();
    const cancel = this.#clock.schedule(DEADLINE_MS, () => late.abort(new Error(`nothing came for ${DEADLINE_MS / 1000} s`)));
    const over = AbortSignal.any([gone, late.signal]);
    try {
      over.throwIfAborted();
      const fetchTokens = this.#options.fetchTokens();
      const answer = (async (): Promise<unknown> => (fetchTokens ? fetchTokens(request) : askEndpoint(tokenEndpoint, request, over)))();
      return checkAnswer(await unless(over, answer), this.#needed, request);
    } finally {
      cancel();
    }
  }

  /** Ends early when nobody waits for it any more. */
  #pause(ms: number): Promise<void> {
    const { gone } = this.#options;
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        gone.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.#clock.schedule(ms, end);
      gone.addEventListener('abort', end);
    });
  }

  /** What those who asked are told, and the page, while there is one. */
  #failure(cause: unknown): CallError {
    const { tokenEndpoint, fetchTokens, gone, onError } = this.#options;
    const source = fetchTokens() ? 'fetchTokens()' : tokenEndpoint;
    const error = new CallError('tokenFailed', `No token from ${source}: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause, certain: isCertain(cause) });
    if (!gone.aborted) onError(error);
    return error;
  }
}

const isCertain = (error: unknown): boolean => error instanceof CallError && error.certain;

/** `promise`, unless `signal` says first that it is over: a page's function may hang. */
function unless<Value>(signal: AbortSignal, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    promise.then(resolve, reject);
  });
}
