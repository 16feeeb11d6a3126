import { randomUUID } from 'node:crypto';
import type { Emulators } from '@call-elements/emulators';
import { nativeProblems } from '../../packages/core/src/testing/native-safe.ts';
import { NativeRoom } from './native-room.ts';
import type { Recordings } from './native-room.ts';
import { openWire } from './native-wire.ts';
import type { Heard, NativeSignal, NativeWire } from './native-wire.ts';

export type NativeState = 'prepared' | 'calling' | 'connecting' | 'connected';
type CallType = 'audio' | 'video';
type Message = Readonly<Record<string, unknown>>;

const VIDEO_CALL = 0;
const CANCEL = 1;
const ACCEPT = 2;
const REJECT = 3;
const HANGUP = 4;
const AUDIO_CALL = 10;

const BUSY = 'The user is currently busy';
const SOON = 60_000;

export interface NativeOptions {
  /** What its messages go over. Default: RTM. */
  readonly signal?: NativeSignal;
  /** They differ in what they write: see `#optional`. */
  readonly platform?: 'ios' | 'android';
  readonly recordings?: Recordings;
  /** 0: off. */
  readonly callTimeoutMillisecond?: number;
}

/** One call, as CallAPI keeps it (callapi.md §2.2). */
interface NativeCall {
  callId: string;
  roomId: string;
  peer: number;
  type: CallType;
  isLocalAccepted: boolean;
  hasFirstFrame: boolean;
}

/**
 * One of CallAPI's own clients, for iOS or Android, as callapi.md describes it: its messages byte for byte (§1.1, §1.2), what it reads and
 * what it drops (§1.5), its states with all their oddities (§2.5), and when it is in the room and what it sends there (§2.3).
 * What it could not read it drops, and notes in `refused`.
 */
export class NativeClient {
  /** Why messages were dropped. A page must never give it reason to. */
  readonly refused: string[] = [];
  /** Everything that it could read, in order. */
  readonly heard: Message[] = [];
  /** As `state/reason`, in CallAPI's words. */
  readonly states: string[] = [];
  readonly uid: number;
  state: NativeState = 'prepared';
  readonly #emulators: Emulators;
  readonly #options: NativeOptions;
  readonly #wire: NativeWire;
  readonly #waiting = new Set<() => void>();
  #call: NativeCall | undefined;
  #room: NativeRoom | undefined;
  #timer: NodeJS.Timeout | undefined;
  #messageId = 0;

  constructor(emulators: Emulators, uid: number, options: NativeOptions = {}) {
    this.#emulators = emulators;
    this.uid = uid;
    this.#options = options;
    this.#wire = openWire(options.signal ?? 'rtm', emulators, String(uid), (message) => {
      this.#receive(message);
      this.#look();
    });
  }

  /** T3. Returns the call id. */
  call(peer: number, type: CallType = 'video'): string {
    if (this.state !== 'prepared') throw new Error('call fail! state busy or not initialized');
    const callId = this.#options.platform === 'android' ? randomUUID() : randomUUID().toUpperCase();
    const roomId = String(this.uid);
    this.#call = { callId, roomId, peer, type, isLocalAccepted: true, hasFirstFrame: false };
    this.#send(peer, type === 'audio' ? AUDIO_CALL : VIDEO_CALL, { remoteUserId: peer, fromRoomId: roomId, fromUserExtension: {} });
    this.#enter('calling', type === 'audio' ? 'localAudioCall' : 'localVideoCall');
    this.#join();
    return callId;
  }

  /** T10. */
  accept(): void {
    if (this.state !== 'calling' || !this.#call) throw new Error('accept fail! current state is not calling');
    this.#call.isLocalAccepted = true;
    this.#enter('connecting', 'localAccepted');
    this.#send(this.#call.peer, ACCEPT);
    this.#checkConnected('localAccepted');
  }

  /** T16. */
  reject(reason?: string): void {
    if (this.#call) this.#send(this.#call.peer, REJECT, { ...this.#optional('rejectReason', reason), rejectByInternal: 0 });
    this.#end('localRejected');
  }

  /** T15. Android's has no flag (callapi.md AN-10). */
  cancel(): void {
    if (this.#call) this.#send(this.#call.peer, CANCEL, this.#options.platform === 'android' ? {} : { cancelCallByInternal: 0 });
    this.#end('localCancelled');
  }

  /** T17. */
  hangup(reason?: string): void {
    if (this.#call) this.#send(this.#call.peer, HANGUP, this.#optional('hangupReason', reason));
    this.#end('localHangup');
  }

  async until(state: NativeState, within = SOON): Promise<void> {
    await this.#eventually(`state ${state}`, () => this.state === state, within);
  }

  async untilEnded(reason: string): Promise<void> {
    await this.#eventually(`its end as ${reason}`, () => this.states.at(-1) === `prepared/${reason}`, SOON);
  }

  /** It has had so many messages that it could read. */
  async hears(messages: number): Promise<void> {
    await this.#eventually(`${messages} messages`, () => this.heard.length >= messages, SOON);
  }

  /** So many packets more of the peer. */
  async receives(kind: CallType, packets: number): Promise<void> {
    await this.#eventually(`${kind} of its peer`, () => this.#room?.inflow(kind) !== undefined, SOON);
    await this.#room!.inflow(kind)!.more(packets);
  }

  /** Of what comes as this kind from here on, to be sent by others. */
  async record<Kind extends CallType>(kind: Kind, ms: number): Promise<Recordings[Kind]> {
    await this.receives(kind, 1);
    return this.#room!.inflow(kind)!.record(ms);
  }

  /** The app is gone, without a word. */
  close(): void {
    this.#clean();
    this.#wire.leave();
  }

  #receive(heard: Heard): void {
    const message = this.#read(heard);
    if (!message) return;
    this.heard.push(message);
    if (String(message['fromUserId']) !== heard.from) this.#refuse('it is not from whom it says', message);
    const isPeer = message['fromUserId'] === this.#call?.peer;
    switch (message['message_action']) {
      case VIDEO_CALL:
      case AUDIO_CALL:
        return this.#onCall(message);
      case CANCEL:
        return isPeer ? this.#end(message['cancelCallByInternal'] === 1 ? 'remoteCallingTimeout' : 'remoteCancelled') : undefined;
      case ACCEPT:
        return isPeer ? this.#onAccept() : undefined;
      case REJECT:
        return isPeer ? this.#end(message['rejectByInternal'] === 1 ? 'remoteCallBusy' : 'remoteRejected') : undefined;
      case HANGUP:
        return isPeer ? this.#end('remoteHangup') : undefined;
      default:
        // Ignored there; but the kit promises to keep its own actions to itself.
        return this.#refuse('it has an unknown action', message);
    }
  }

  /** callapi.md §1.5 and §1.9; unknown keys are fine. */
  #read({ json, problem, what }: Heard): Message | undefined {
    if (json === undefined) return this.#refuse(problem ?? 'it says nothing', what);
    let message: unknown;
    try {
      message = JSON.parse(json);
    } catch {
      return this.#refuse('it is not JSON: Android crashes', what);
    }
    if (typeof message !== 'object' || message === null) return this.#refuse('it is no object', message);
    const problems = nativeProblems(message as Message);
    return problems.length === 0 ? (message as Message) : this.#refuse(problems.join(', '), message);
  }

  #refuse(why: string, what: unknown): undefined {
    this.refused.push(`${why}: ${JSON.stringify(what)}`);
  }

  /** T5 to T8. A second call of the peer silently takes the place of the first, and consent with it: that is their glare (§2.6). */
  #onCall(message: Message): void {
    const peer = message['fromUserId'] as number;
    if (this.#call && this.#call.peer !== peer) {
      // With the id of its other call (callapi.md N-31).
      return this.#send(peer, REJECT, { rejectReason: BUSY, rejectByInternal: 1 });
    }
    const type = message['message_action'] === AUDIO_CALL ? 'audio' : 'video';
    const hasFirstFrame = this.#call?.hasFirstFrame ?? false;
    this.#call = { callId: message['callId'] as string, roomId: message['fromRoomId'] as string, peer, type, isLocalAccepted: false, hasFirstFrame };
    if (this.state !== 'calling') this.#enter('calling', type === 'audio' ? 'remoteAudioCall' : 'remoteVideoCall');
    this.#join();
  }

  /** T12, T13. */
  #onAccept(): void {
    if (this.state !== 'calling' || !this.#call?.isLocalAccepted) return;
    this.#enter('connecting', 'remoteAccepted');
    this.#checkConnected('remoteAccepted');
  }

  #onFirst(kind: CallType): void {
    if (!this.#call || this.#call.type !== kind) return;
    this.#call.hasFirstFrame = true;
    this.#checkConnected('recvRemoteFirstFrame');
  }

  #checkConnected(reason: string): void {
    if (this.state === 'connecting' && this.#room && this.#call?.hasFirstFrame) this.#enter('connected', reason);
  }

  #join(): void {
    const { roomId, peer, type } = this.#call!;
    if (this.#room?.roomId === roomId) return;
    this.#room?.leave();
    const kinds = type === 'video' ? (['audio', 'video'] as const) : (['audio'] as const);
    this.#room = new NativeRoom(this.#emulators, {
      roomId,
      uid: this.uid,
      peer,
      kinds,
      recordings: this.#options.recordings,
      onTaken: () => this.#look(),
      onFirst: (kind) => this.#onFirst(kind),
    });
  }

  #enter(state: NativeState, reason: string): void {
    const { callTimeoutMillisecond: ms = 15_000 } = this.#options;
    const rings = state === 'calling' && this.state !== 'calling';
    if (rings || state === 'connected' || state === 'prepared') clearTimeout(this.#timer);
    if (rings && ms > 0) this.#timer = setTimeout(() => this.#onTimeout(), ms);
    this.state = state;
    this.states.push(`${state}/${reason}`);
    this.#look();
  }

  #look(): void {
    for (const look of this.#waiting) look();
  }

  #onTimeout(): void {
    if (this.#call) this.#send(this.#call.peer, CANCEL, { cancelCallByInternal: 1 });
    this.#end('callingTimeout');
  }

  /** The record goes before anybody is told, as there (callapi.md N-44). */
  #end(reason: string): void {
    this.#clean();
    this.#enter('prepared', reason);
  }

  #clean(): void {
    clearTimeout(this.#timer);
    this.#room?.leave();
    this.#room = undefined;
    this.#call = undefined;
  }

  /** iOS leaves out what is nil, Android writes "". */
  #optional(key: string, value: string | undefined): Message {
    if (value !== undefined) return { [key]: value };
    return this.#options.platform === 'android' ? { [key]: '' } : {};
  }

  #send(to: number, action: number, fields: Message = {}): void {
    const message = {
      message_action: action,
      message_version: '1.0',
      message_timestamp: Date.now(),
      fromUserId: this.uid,
      callId: this.#call?.callId ?? '',
      ...fields,
      messageId: ++this.#messageId,
    };
    this.#wire.send(String(to), JSON.stringify(message));
  }

  #eventually(what: string, check: () => boolean, within: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        this.#waiting.delete(look);
        reject(new Error(`The native client ${this.uid} never had ${what}. It went: ${this.states.join(', ') || 'nowhere'}. ${this.refused.join('\n')}`));
      };
      const timer = setTimeout(fail, within);
      const look = (): void => {
        if (!check()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}
