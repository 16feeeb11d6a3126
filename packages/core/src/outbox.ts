import type { Clock } from './clock.ts';
import { CallError } from './errors.ts';
import type { SignalClient } from './signal.ts';

/** Doubling from the first to the second; a receipt on a healthy network is back long before. */
const RETRY_MS = 500;
const MAX_RETRY_MS = 2_000;
/** After so many copies it is no longer loss but absence, and haste helps nobody. */
const PATIENT_AFTER = 12;
const PATIENT_MS = 15_000;
/** One that is certainly gone may come back while it is awaited. */
const ABSENT_RETRY_MS = 1_000;
/** A peer in RTM's reconnect looks offline for about as long (DESIGN "Delivery"). */
const OFFLINE_RETRY_MS = 3_500;

export interface Letter {
  readonly to: string;
  /** The one device it is for, if any. */
  readonly device?: string;
  /** The devices that are known to need it; the receipt of each is awaited. When there are none, the first receipt will do. */
  readonly awaits?: readonly string[];
  readonly text: string;
  readonly messageId: number;
  readonly callId: string;
  /** The message says that the call is over; so it outlives the call. */
  readonly terminal: boolean;
  /** For a peer who is not there: the service is to keep it, where it can. */
  readonly stored?: boolean;
  /** Clock time after which it no longer matters. */
  readonly until: number;
  /** Whether a receipt is to be expected, as far as is known now. Without one, the service's word is enough. */
  wantsReceipt(): boolean;
  onTaken?(): void;
  onFailed?(error: CallError): void;
  /** The peer is not there. With this, delivery goes on all the same: the peer may come. */
  onAbsent?(): void;
}

interface Entry {
  readonly letter: Letter;
  attempts: number;
  offline: number;
  readonly missing: Set<string>;
  taken: boolean;
  stop?: () => void;
}

/** Delivers letters until their receipt comes, or for as long as they matter. */
export class Outbox {
  readonly #signal: SignalClient;
  readonly #clock: Clock;
  readonly #entries = new Set<Entry>();
  readonly #waiting: (() => void)[] = [];

  constructor(signal: SignalClient, clock: Clock) {
    this.#signal = signal;
    this.#clock = clock;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Resolves when the first attempt has come to an end, however; delivery goes on if need be. Never rejects. */
  post(letter: Letter): Promise<void> {
    const entry: Entry = { letter, attempts: 0, offline: 0, missing: new Set(letter.awaits), taken: false };
    this.#entries.add(entry);
    return this.#attempt(entry);
  }

  acknowledge(from: string, messageId: number, device?: string): void {
    for (const entry of this.#entries) {
      if (entry.letter.to !== from) continue;
      if (entry.letter.messageId === messageId) this.#has(entry, device);
      // Whoever was away is back, and what was sent in vain is not waited for any longer.
      else if (entry.attempts > PATIENT_AFTER) this.#hurry(entry);
    }
  }

  /** A device has the letter, or is no more. */
  #has(entry: Entry, device: string | undefined): void {
    if (device !== undefined) entry.missing.delete(device);
    if (entry.missing.size === 0) this.#remove(entry);
  }

  /** The call is over: what is left to say about it is that it is. */
  endCall(callId: string): void {
    for (const entry of this.#entries) {
      if (entry.letter.callId === callId && !entry.letter.terminal) this.#remove(entry);
    }
  }

  peerGone(userId: string, device?: string): void {
    for (const entry of this.#entries) {
      const { letter, missing } = entry;
      // What is for no device in particular and may wait is for the next one that comes.
      const waits = device === undefined && letter.device === undefined && letter.onAbsent !== undefined;
      if (letter.to !== userId || waits) continue;
      if (device === undefined || letter.device === device) this.#remove(entry);
      else if (missing.has(device)) this.#has(entry, device);
    }
  }

  /** Signalling is back: do not wait for the next retry. */
  flush(): void {
    for (const entry of this.#entries) this.#hurry(entry);
  }

  /** Attempts that came to nothing for a reason that is over say nothing about the next ones. */
  #hurry(entry: Entry): void {
    if (!entry.stop) return;
    entry.attempts = 0;
    void this.#attempt(entry);
  }

  /** Resolves when nothing is left to deliver, or after `ms`. */
  drained(ms: number): Promise<void> {
    if (this.#entries.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.#clock.schedule(ms, resolve);
      this.#waiting.push(() => {
        stop();
        resolve();
      });
    });
  }

  clear(): void {
    for (const entry of this.#entries) this.#remove(entry);
  }

  async #attempt(entry: Entry): Promise<void> {
    const { letter } = entry;
    entry.stop?.();
    entry.stop = undefined;
    entry.attempts++;
    try {
      // The service keeps one copy, not all of them.
      await this.#signal.sendMessage(letter.to, letter.text, { stored: letter.stored && !entry.taken });
    } catch (error) {
      this.#onRefused(entry, CallError.from(error, 'signalFailed', 'Signalling did not take a message.'));
      return;
    }
    if (!entry.taken) {
      entry.taken = true;
      letter.onTaken?.();
    }
    if (!this.#entries.has(entry)) return;
    if (letter.wantsReceipt()) this.#retryLater(entry, backoff(entry.attempts));
    else this.#remove(entry);
  }

  #onRefused(entry: Entry, error: CallError): void {
    if (!this.#entries.has(entry)) return;
    const offline = error.code === 'peerOffline';
    if (offline) entry.offline++;
    const absent = offline && (error.certain || entry.offline > 1);
    const { onAbsent } = entry.letter;
    if (absent) onAbsent?.();
    const delay = !offline ? backoff(entry.attempts) : error.certain ? ABSENT_RETRY_MS : OFFLINE_RETRY_MS;
    const hopeless = absent && !onAbsent;
    if (hopeless || this.#clock.now() + delay > entry.letter.until) this.#fail(entry, error);
    else this.#retryLater(entry, delay);
  }

  #retryLater(entry: Entry, delay: number): void {
    if (this.#clock.now() + delay > entry.letter.until) return this.#remove(entry);
    entry.stop = this.#clock.schedule(delay, () => {
      // What became known meanwhile: a peer without `kit` never sends a receipt.
      if (entry.taken && !entry.letter.wantsReceipt()) this.#remove(entry);
      else void this.#attempt(entry);
    });
  }

  #fail(entry: Entry, error: CallError): void {
    this.#remove(entry);
    if (!entry.taken) entry.letter.onFailed?.(error);
  }

  #remove(entry: Entry): void {
    entry.stop?.();
    this.#entries.delete(entry);
    if (this.#entries.size === 0) for (const done of this.#waiting.splice(0)) done();
  }
}

function backoff(attempts: number): number {
  return attempts > PATIENT_AFTER ? PATIENT_MS : Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** (attempts - 1));
}
