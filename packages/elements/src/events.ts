import type { CallConnectedInfo, CallDisconnectedInfo, CallError, CallEventInfo, CallInfo, CallReason, CallState, CallType } from '@call-elements/core';

abstract class CallEventBase extends Event {
  constructor(type: string, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
  }
}

/** What a person asked for by a click. Cancel it, and nothing happens. */
export abstract class CallRequestEvent extends CallEventBase {
  constructor(type: string) {
    super(type, true);
  }
}

export class CallDialRequestEvent extends CallRequestEvent {
  readonly userId: string;
  readonly callType: CallType;
  constructor(userId: string, callType: CallType) {
    super('call-dial-request');
    this.userId = userId;
    this.callType = callType;
  }
}
export class CallAcceptRequestEvent extends CallRequestEvent {
  /** False: accept without a camera. */
  readonly camera: boolean;
  constructor(camera: boolean) {
    super('call-accept-request');
    this.camera = camera;
  }
}
export class CallRejectRequestEvent extends CallRequestEvent {
  constructor() {
    super('call-reject-request');
  }
}
/** Also for cancelling a call that still rings. */
export class CallHangupRequestEvent extends CallRequestEvent {
  constructor() {
    super('call-hangup-request');
  }
}
export class CallMicrophoneRequestEvent extends CallRequestEvent {
  readonly on: boolean;
  constructor(on: boolean) {
    super('call-microphone-request');
    this.on = on;
  }
}
export class CallCameraRequestEvent extends CallRequestEvent {
  readonly on: boolean;
  constructor(on: boolean) {
    super('call-camera-request');
    this.on = on;
  }
}

/** To video: asks the peer, or agrees to what it asked. To audio: at once; also takes back, or declines. */
export class CallTypeRequestEvent extends CallRequestEvent {
  readonly callType: CallType;
  constructor(callType: CallType) {
    super('call-type-request');
    this.callType = callType;
  }
}

/** Somebody calls and nothing has rung yet. Cancel it to answer busy (blocked, do not disturb). */
export class CallIncomingEvent extends CallEventBase {
  readonly call: CallInfo;
  constructor(call: CallInfo) {
    super('call-incoming', true);
    this.call = call;
  }
}
export class CallStateChangeEvent extends CallEventBase {
  readonly state: CallState;
  readonly reason: CallReason;
  readonly info: CallEventInfo;
  constructor(state: CallState, reason: CallReason, info: CallEventInfo) {
    super('call-state-change');
    this.state = state;
    this.reason = reason;
    this.info = info;
  }
}
export class CallConnectedEvent extends CallEventBase {
  readonly info: CallConnectedInfo;
  constructor(info: CallConnectedInfo) {
    super('call-connected');
    this.info = info;
  }
}
/** Exactly one follows each `call-connected`. */
export class CallDisconnectedEvent extends CallEventBase {
  readonly info: CallDisconnectedInfo;
  constructor(info: CallDisconnectedInfo) {
    super('call-disconnected');
    this.info = info;
  }
}
/** The callee is not there and is being told by a push; it rings on. */
export class CallRemoteOfflineEvent extends CallEventBase {
  readonly call: CallInfo;
  constructor(call: CallInfo) {
    super('call-remote-offline');
    this.call = call;
  }
}
export class CallErrorEvent extends CallEventBase {
  readonly error: CallError;
  constructor(error: CallError) {
    super('call-error');
    this.error = error;
  }
}

export interface CallEventMap {
  'call-dial-request': CallDialRequestEvent;
  'call-accept-request': CallAcceptRequestEvent;
  'call-reject-request': CallRejectRequestEvent;
  'call-hangup-request': CallHangupRequestEvent;
  'call-microphone-request': CallMicrophoneRequestEvent;
  'call-camera-request': CallCameraRequestEvent;
  'call-type-request': CallTypeRequestEvent;
  'call-incoming': CallIncomingEvent;
  'call-state-change': CallStateChangeEvent;
  'call-connected': CallConnectedEvent;
  'call-disconnected': CallDisconnectedEvent;
  'call-remote-offline': CallRemoteOfflineEvent;
  'call-error': CallErrorEvent;
}

declare global {
  interface GlobalEventHandlersEventMap extends CallEventMap {}
}
