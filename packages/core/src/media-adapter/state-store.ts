import type { MediaConnectionState, TrackKind } from '../media.ts';

const nothing = Object.freeze({ audio: false, video: false });
const INITIAL: MediaConnectionState = Object.freeze({
  phase: 'connecting',
  peer: 'absent',
  remote: Object.freeze({ audio: null, video: null }),
  remotePaused: nothing,
  received: nothing,
  sent: nothing,
});

type PerKind = 'remote' | 'remotePaused' | 'received' | 'sent';

/** The state of one connection: frozen, replaced only by something different, and silent once ended. */
export class StateStore {
  #value = INITIAL;
  #listeners = new Set<() => void>();
  #ended = false;

  get value(): MediaConnectionState {
    return this.#value;
  }

  subscribe(listener: () => void): () => void {
    if (!this.#ended) this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  set(patch: Partial<MediaConnectionState>): void {
    const keys = Object.keys(patch) as (keyof MediaConnectionState)[];
    if (this.#ended || keys.every((key) => this.#value[key] === patch[key])) return;
    this.#value = Object.freeze({ ...this.#value, ...patch });
    for (const listener of [...this.#listeners]) listener();
  }

  setKind<Field extends PerKind>(field: Field, kind: TrackKind, value: MediaConnectionState[Field][TrackKind]): void {
    const old = this.#value[field];
    if (old[kind] !== value) this.set({ [field]: Object.freeze({ ...old, [kind]: value }) });
  }

  end(): void {
    this.#listeners.clear();
    this.set({ phase: 'closed' });
    this.#ended = true;
  }
}
