import type { CallError } from '../errors.ts';
import type { CallEvent, CallMetric, CallReason } from '../vocabulary.ts';
import type { Call, Effect, Outgoing, Peer, TimerName } from './call.ts';

/** Messages about a call that ended matter for as long as the other side could still believe in it. */
const AFTER_CONNECTED_MS = 30_000;
const UNLIMITED_RING_MS = 60_000;
export const RING_GRACE_MS = 2_000;

/** One transition being made: the call so far, and what is to be done. Lives inside `transition` only, which stays pure. */
export class Step {
  call: Call;
  readonly at: number;
  readonly effects: Effect[] = [];

  constructor(call: Call, at: number) {
    this.call = call;
    this.at = at;
  }

  set(changes: Partial<Call>): void {
    this.call = { ...this.call, ...changes };
  }

  setPeer(changes: Partial<Peer>): void {
    this.set({ peer: { ...this.call.peer, ...changes } });
  }

  /** The first value of a metric counts. */
  mark(metric: CallMetric, since = this.call.startedAt): void {
    if (this.call.metrics[metric] !== undefined) return;
    this.set({ metrics: { ...this.call.metrics, [metric]: this.at - since } });
  }

  do(...effects: Effect[]): void {
    this.effects.push(...effects);
  }

  send(message: Outgoing): void {
    this.do({ do: 'send', message, lifetime: this.lifetime() });
  }

  timer(name: TimerName, ms: number): void {
    this.do({ do: 'timer', name, ms });
  }

  stopTimer(name: TimerName): void {
    this.do({ do: 'stopTimer', name });
  }

  event(event: CallEvent, eventReason = ''): void {
    this.do({ do: 'event', event, eventReason });
  }

  error(error: CallError): void {
    this.do({ do: 'error', error });
  }

  enter(phase: Call['phase'], reason: CallReason, eventReason = ''): void {
    this.set({ phase, reason });
    this.tellState(eventReason);
  }

  /** For callers that set the phase first and act before anybody is told. */
  tellState(eventReason = ''): void {
    this.do({ do: 'state', call: this.call, eventReason });
  }

  /**
   * Ends the call. `tell`: the message that says so, when the peer does not know yet.
   * Everything is closed before anybody is told, so that a listener that dials again finds free devices.
   */
  end(reason: CallReason, options: { tell?: Outgoing; by?: 'peer'; text?: string; event?: CallEvent } = {}): void {
    const wasConnected = this.call.phase === 'connected';
    if (options.tell) this.send(options.tell);
    this.do({ do: 'closeMedia' }, { do: 'releaseDevices' }, { do: 'stopTimers' });
    this.set({ phase: 'ended', reason, endedAt: this.at, endText: options.text });
    if (wasConnected) this.do({ do: 'disconnected', by: options.by === 'peer' ? this.call.remoteUserId : this.call.localUserId });
    this.tellState(options.text);
    if (options.event) this.event(options.event, options.text);
  }

  /** How long delivery of a message is tried now. */
  private lifetime(): number {
    if (this.call.phase !== 'calling') return AFTER_CONNECTED_MS;
    return (this.call.settings.callTimeout || UNLIMITED_RING_MS) + RING_GRACE_MS;
  }
}
