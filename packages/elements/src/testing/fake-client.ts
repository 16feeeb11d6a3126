import type { CallClient, CallInfo, CallListener, CallReason, CallSnapshot, CallState, MediaConnectionState, Track } from '@call-elements/core';

export const OFF = { state: 'off', track: null } as const;

export function fakeMedia(part: Partial<MediaConnectionState> = {}): MediaConnectionState {
  const none = { audio: false, video: false };
  return { phase: 'connected', peer: 'here', remote: { audio: null, video: null }, remotePaused: none, received: none, sent: none, ...part };
}

/** A call as the engine would describe it. */
export function fakeCall(part: Partial<CallInfo> = {}): CallInfo {
  return {
    callId: 'call-1',
    direction: 'outgoing',
    type: 'video',
    remoteUserId: 'bob',
    roomId: 'room',
    startedAt: Date.now(),
    local: { microphone: OFF, camera: OFF },
    remote: { microphone: true, camera: false },
    metrics: {},
    ...part,
  };
}

/** A client whose snapshot a test sets, and which writes down what it was asked. */
export class FakeClient {
  readonly userId: string;
  /** Method names with their arguments. */
  readonly calls: unknown[][] = [];
  readonly listeners = new Set<CallListener>();
  /** What the next call to a method rejects with. */
  failure?: unknown;
  #subscribers = new Set<() => void>();
  #snapshot: CallSnapshot = Object.freeze({ state: 'prepared', reason: 'none', signal: 'online' });

  constructor(userId = 'alice') {
    this.userId = userId;
  }

  /** As the elements see it. */
  get asClient(): CallClient {
    return this as unknown as CallClient;
  }
  get subscribers(): number {
    return this.#subscribers.size;
  }

  set(snapshot: Partial<CallSnapshot>): void {
    this.#snapshot = Object.freeze({ state: 'prepared', reason: 'none', signal: 'online', ...snapshot });
    for (const changed of [...this.#subscribers]) changed();
  }
  /** In a call, in `state`. */
  in(state: CallState, call: Partial<CallInfo> = {}): void {
    this.set({ state, call: fakeCall(call) });
  }
  end(endReason: CallReason, call: Partial<CallInfo> = {}): void {
    this.set({ lastCall: fakeCall({ ...call, endReason, endedAt: Date.now() }), reason: endReason });
  }

  getState(): CallSnapshot {
    return this.#snapshot;
  }
  subscribe(listener: () => void): () => void {
    this.#subscribers.add(listener);
    return () => this.#subscribers.delete(listener);
  }
  addListener(listener: CallListener): void {
    this.listeners.add(listener);
  }
  removeListener(listener: CallListener): void {
    this.listeners.delete(listener);
  }

  prepareForCall = this.#noting('prepareForCall');
  call = this.#noting('call');
  cancelCall = this.#noting('cancelCall');
  accept = this.#noting('accept');
  reject = this.#noting('reject');
  hangup = this.#noting('hangup');
  setMicrophone = this.#noting('setMicrophone');
  setCamera = this.#noting('setCamera');
  switchType = this.#noting('switchType');
  leave = this.#noting('leave');
  deinitialize = this.#noting('deinitialize');

  /** The names of what was asked. */
  get asked(): unknown[] {
    return this.calls.map(([name]) => name);
  }

  #noting(name: string): (...args: unknown[]) => Promise<void> {
    return async (...args) => {
      this.calls.push([name, ...args]);
      const { failure } = this;
      this.failure = undefined;
      if (failure) throw failure;
    };
  }
}

/** Real tracks of the fake devices. */
export async function openTracks(): Promise<{ audio: Track & MediaStreamTrack; video: Track & MediaStreamTrack; stop(): void }> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  const [audio, video] = [stream.getAudioTracks()[0]!, stream.getVideoTracks()[0]!];
  return { audio: audio as Track & MediaStreamTrack, video: video as Track & MediaStreamTrack, stop: () => stream.getTracks().forEach((track) => track.stop()) };
}
