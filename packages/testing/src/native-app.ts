import { NATIVE, nativeFlag, readNative } from './native-message.ts';
import type { NativeMessage, NativePlatform } from './native-message.ts';

export type NativeState = 'idle' | 'prepared' | 'calling' | 'connecting' | 'connected' | 'failed';
type CallType = 'audio' | 'video';

const BUSY = 'The user is currently busy';

/** The room of a call, as the app is in it. */
export interface NativeRoom {
  readonly roomId: string;
  leave(): void;
}

export interface NativeRoomOptions {
  readonly roomId: string;
  readonly peer: number;
  readonly type: CallType;
  /** The first whole picture, or the first sound, of the peer. */
  onFirst(kind: CallType): void;
  onPeerLeft(): void;
}

/** The phone that the app runs on. */
export interface NativePhone {
  readonly uid: number;
  readonly platform: NativePlatform;
  /** Default 15 s; 0: off. */
  readonly callTimeoutMillisecond?: number;
  readonly firstFrameWaittingDisabled?: boolean;
  /** Default true. */
  readonly canJoinRtcOnCalling?: boolean;
  /** What the demos do about a peer who left the room: they hang up (callapi.md §4.2). */
  readonly hangsUpOnRemoteLeft?: boolean;
  createId(): string;
  wallTime(): number;
  schedule(ms: number, run: () => void): () => void;
  send(to: string, text: string): Promise<void>;
  join(room: NativeRoomOptions): NativeRoom;
}

/** What CallAPI keeps of a call (callapi.md §2.2). */
interface NativeCall {
  callId: string;
  roomId: string;
  peer: number;
  type: CallType;
  isLocalAccepted: boolean;
  hasFirstFrame: boolean;
}

/**
 * One of CallAPI's own clients, for iOS or Android, after callapi.md: what it writes (§1.1), what it reads (§1.5) and its states (§2.5),
 * with all the faults that they are known for. T1 to T27 are the rows of the table there. Made to be rung and dialled by pages; nothing of
 * it is to be mended.
 */
export class NativeApp {
  state: NativeState = 'prepared';
  /** As `state/reason`, in CallAPI's words. */
  readonly states: string[] = [];
  /** Everything that it could read, in order. */
  readonly heard: NativeMessage[] = [];
  /** Why messages came to nothing. A page must never give it reason to. */
  readonly refused: string[] = [];
  /** Android's end by a message that its parser does not survive. */
  crashed = false;
  onChange: (() => void) | undefined;
  readonly #phone: NativePhone;
  #call: NativeCall | undefined;
  #room: NativeRoom | undefined;
  #stopTimer: (() => void) | undefined;
  #messageId = 0;

  constructor(phone: NativePhone) {
    this.#phone = phone;
  }

  get callId(): string {
    return this.#call?.callId ?? '';
  }

  get peer(): number | undefined {
    return this.#call?.peer;
  }

  get roomId(): string | undefined {
    return this.#room?.roomId;
  }

  /** T1, T2: in the middle of a call it destroys it without a word (callapi.md N-01). */
  prepareForCall(): void {
    const free = this.state === 'prepared' || this.state === 'idle' || this.state === 'failed';
    this.#clean();
    this.#enter(free ? 'prepared' : 'failed', 'none');
  }

  /** T3, T4. False when it refuses. */
  call(peer: number, type: CallType = 'video'): boolean {
    if (this.state !== 'prepared') return false;
    const { uid, platform } = this.#phone;
    const id = this.#phone.createId();
    const callId = platform === 'android' ? id.toLowerCase() : id.toUpperCase();
    this.#call = { callId, roomId: String(uid), peer, type, isLocalAccepted: true, hasFirstFrame: false };
    this.#send(peer, type === 'audio' ? NATIVE.audioCall : NATIVE.videoCall, { remoteUserId: peer, fromRoomId: String(uid), fromUserExtension: {} });
    this.#enter('calling', type === 'audio' ? 'localAudioCall' : 'localVideoCall');
    this.#join();
    return true;
  }

  /** T10, T11; a caller may as well (callapi.md N-15). False when it refuses. */
  accept(): boolean {
    const call = this.#call;
    if (this.state !== 'calling' || !call) return false;
    call.isLocalAccepted = true;
    this.#join();
    this.#enter('connecting', 'localAccepted');
    this.#send(call.peer, NATIVE.accept);
    this.#checkConnected('localAccepted');
    return true;
  }

  /** T15; Android's has no flag (callapi.md AN-10). */
  cancelCall(): void {
    if (this.#call) this.#send(this.#call.peer, NATIVE.cancel, this.#phone.platform === 'android' ? {} : { cancelCallByInternal: 0 });
    this.#end('localCancelled');
  }

  /** T16. */
  reject(reason?: string): void {
    if (this.#call) this.#send(this.#call.peer, NATIVE.reject, { ...this.#optional('rejectReason', reason), rejectByInternal: 0 });
    this.#end('localRejected');
  }

  /** T17. */
  hangup(reason?: string): void {
    if (this.#call) this.#send(this.#call.peer, NATIVE.hangup, this.#optional('hangupReason', reason));
    this.#end('localHangup');
  }

  /** T22 to T24; a callee cancels (callapi.md N-35), and a hang-up says no reason. */
  deinitialize(): void {
    if (this.#call && this.state === 'calling') this.cancelCall();
    else if (this.#call) this.#send(this.#call.peer, NATIVE.hangup);
    this.#clean();
    this.#enter('idle', 'none');
  }

  /** The app is gone, without a word. */
  close(): void {
    this.#clean();
  }

  /** A message of the user channel. Who the service says has sent it is not looked at (callapi.md N-24). */
  receive(text: string): void {
    if (this.crashed) return;
    const reading = readNative(text, this.#phone.platform);
    if ('problem' in reading) {
      this.refused.push(`${reading.problem}: ${text}`);
      if (reading.crash) this.crashed = true;
      if (this.crashed) this.close();
      return;
    }
    const { message } = reading;
    this.heard.push(message);
    const isPeer = this.#call !== undefined && message['fromUserId'] === this.#call.peer;
    const flag = (key: string) => nativeFlag(message, key, this.#phone.platform);
    switch (message['message_action']) {
      case NATIVE.videoCall:
      case NATIVE.audioCall:
        return this.#onCall(message);
      case NATIVE.cancel:
        return isPeer ? this.#end(flag('cancelCallByInternal') ? 'remoteCallingTimeout' : 'remoteCancelled') : undefined;
      case NATIVE.accept:
        return isPeer ? this.#onAccept() : undefined;
      case NATIVE.reject:
        return isPeer ? this.#end(flag('rejectByInternal') ? 'remoteCallBusy' : 'remoteRejected') : undefined;
      case NATIVE.hangup:
        return isPeer ? this.#end('remoteHangup') : undefined;
    }
  }

  /** T5 to T9. A second call of the peer silently takes the place of the first, and consent with it: that is their glare (§2.6). */
  #onCall(message: NativeMessage): void {
    if (this.state === 'idle' || this.state === 'failed') return;
    const peer = message['fromUserId'] as number;
    if (this.#call && this.#call.peer !== peer) {
      // With the id of its other call (callapi.md N-31).
      return this.#send(peer, NATIVE.reject, { rejectReason: BUSY, rejectByInternal: 1 });
    }
    const type = message['message_action'] === NATIVE.audioCall ? 'audio' : 'video';
    const hasFirstFrame = this.#call?.hasFirstFrame ?? false;
    this.#call = { callId: String(message['callId'] ?? ''), roomId: String(message['fromRoomId'] ?? ''), peer, type, isLocalAccepted: false, hasFirstFrame };
    if (this.state !== 'calling') this.#enter('calling', type === 'audio' ? 'remoteAudioCall' : 'remoteVideoCall');
    // What a listener did in the meantime is not looked at: a call that it has ended is joined all the same (callapi.md N-02).
    if (this.#call && this.#phone.canJoinRtcOnCalling !== false) this.#join();
  }

  /** T12, T13. No call id is compared (callapi.md N-07). */
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

  #onPeerLeft(): void {
    if (this.#phone.hangsUpOnRemoteLeft && this.#call) this.hangup();
  }

  #checkConnected(reason: string): void {
    const { firstFrameWaittingDisabled = false } = this.#phone;
    if (this.state === 'connecting' && this.#room && (firstFrameWaittingDisabled || this.#call?.hasFirstFrame)) this.#enter('connected', reason);
  }

  /** It publishes and takes what the peer publishes from here on, whatever anybody has accepted (callapi.md §2.3). */
  #join(): void {
    const { roomId, peer, type } = this.#call!;
    if (this.#room?.roomId === roomId) return;
    this.#room?.leave();
    const room = this.#phone.join({
      roomId,
      peer,
      type,
      onFirst: (kind) => {
        if (this.#room === room) this.#onFirst(kind);
      },
      onPeerLeft: () => {
        if (this.#room === room) this.#onPeerLeft();
      },
    });
    this.#room = room;
  }

  /** One timer, armed when it begins to ring and running until it is connected (callapi.md §2.4). */
  #enter(state: NativeState, reason: string): void {
    const { callTimeoutMillisecond: ms = 15_000 } = this.#phone;
    if (state !== 'connecting') this.#stopTimer?.();
    if (state === 'calling' && ms > 0) this.#stopTimer = this.#phone.schedule(ms, () => this.#onTimeout());
    this.state = state;
    this.states.push(`${state}/${reason}`);
    this.onChange?.();
  }

  #onTimeout(): void {
    if (this.#call) this.#send(this.#call.peer, NATIVE.cancel, { cancelCallByInternal: 1 });
    this.#end('callingTimeout');
  }

  /** The record goes before anybody is told (callapi.md N-44). Any of it may happen in any state (N-19). */
  #end(reason: string): void {
    this.#clean();
    this.#enter('prepared', reason);
  }

  #clean(): void {
    this.#stopTimer?.();
    const room = this.#room;
    this.#room = undefined;
    this.#call = undefined;
    room?.leave();
  }

  /** iOS leaves out what is nil, Android writes "". */
  #optional(key: string, value: string | undefined): NativeMessage {
    if (value !== undefined) return { [key]: value };
    return this.#phone.platform === 'android' ? { [key]: '' } : {};
  }

  /** No receipt, no second try; what fails is told to the app, and changes nothing (callapi.md §2.8). */
  #send(to: number, action: number, fields: NativeMessage = {}): void {
    const message = {
      message_action: action,
      message_version: '1.0',
      message_timestamp: Math.round(this.#phone.wallTime()),
      fromUserId: this.#phone.uid,
      callId: this.callId,
      ...fields,
      messageId: ++this.#messageId,
    };
    this.#phone.send(String(to), JSON.stringify(message)).catch(() => {});
  }
}
