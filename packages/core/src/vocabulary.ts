// CallAPI's words, as strings (callapi.md §2.1). What it lacks is named in its manner. Numbers live in the wire codec alone.

/**
 * The state of a client.
 *
 * - `idle`: not prepared yet, or deinitialized. Calls to it are declined.
 * - `prepared`: ready to dial and to be rung.
 * - `calling`: dialled and waiting (caller), or ringing (callee).
 * - `connecting`: the callee accepted; the picture or the peer's agreement is still on its way.
 * - `connected`: both agreed, and the media that the peer announced has arrived.
 * - `failed`: preparing failed; `prepareForCall` may be tried again.
 */
export type CallState = 'idle' | 'prepared' | 'calling' | 'connecting' | 'connected' | 'failed';

export type CallType = 'video' | 'audio';

/** Why the client is in its state; after a call, why the call ended. */
export type CallReason =
  | 'none'
  | 'joinRTCFailed'
  | 'messageFailed'
  | 'localRejected'
  | 'remoteRejected'
  | 'remoteAccepted'
  | 'localAccepted'
  | 'localHangup'
  | 'remoteHangup'
  | 'localCancelled'
  | 'remoteCancelled'
  | 'recvRemoteFirstFrame'
  | 'callingTimeout'
  | 'remoteCallBusy'
  | 'remoteCallingTimeout'
  | 'localVideoCall'
  | 'localAudioCall'
  | 'remoteVideoCall'
  | 'remoteAudioCall'
  // What CallAPI has no word for:
  /** The service says that the peer is not there, or its page is gone. */
  | 'remoteOffline'
  /** The two sides have no media engine or protocol version in common. */
  | 'unsupported'
  /** Another tab or device of this user answered (or declined). */
  | 'answeredElsewhere'
  /** Accepted, but media or the peer's confirmation did not come in time. */
  | 'connectTimeout'
  /** Media could not be made, or was lost and did not come back. */
  | 'mediaFailed'
  /** Nobody answered, and our own signalling was down at the end. */
  | 'signalLost';

/** Milestones of a call, for logs and metrics (CallAPI's CallEvent). */
export type CallEvent =
  | 'deinitialize'
  | 'callingTimeout'
  | 'remoteCallingTimeout'
  | 'joinRTCStart'
  | 'joinRTCSuccessed'
  | 'stateMismatch'
  | 'remoteUserRecvCall'
  | 'localRejected'
  | 'remoteRejected'
  | 'remoteAccepted'
  | 'localAccepted'
  | 'localHangup'
  | 'remoteHangup'
  | 'remoteJoined'
  | 'remoteLeft'
  | 'localCancelled'
  | 'remoteCancelled'
  | 'localJoined'
  | 'localLeft'
  | 'recvRemoteFirstFrame'
  | 'remoteCallBusy'
  | 'captureFirstLocalVideoFrame'
  | 'publishFirstLocalVideoFrame'
  | 'publishFirstLocalAudioFrame'
  | 'localVideoCall'
  | 'localAudioCall'
  | 'remoteVideoCall'
  | 'remoteAudioCall'
  // What CallAPI has no word for:
  /** An audio call is asked to turn to video, and what became of that: `Cancelled` by who asked, `Rejected` by who was asked. */
  | `${'local' | 'remote'}Video${'Request' | 'Accepted' | 'Cancelled' | 'Rejected'}`
  /** To the type in `eventReason`. */
  | 'typeChanged';

/**
 * What a callee does before it accepts. Its own setting; decides its own side only.
 *
 * - `none`: nothing; media joins at accept.
 * - `receive` (default): joins, receives and decodes, silent and hidden. No device is opened, nothing is sent.
 * - `warm`: like `receive`, and opens devices when permission was granted before. Sends nothing until accept.
 * - `full`: CallAPI's default: opens devices and sends while it rings.
 */
export type EarlyMedia = 'none' | 'receive' | 'warm' | 'full';
export const EARLY_MEDIA: readonly EarlyMedia[] = ['none', 'receive', 'warm', 'full'];

/** CallAPI's cost names (callapi.md §3.6): milliseconds since the dial (caller) or since the ring (callee). */
export type CallMetric =
  | 'remoteUserRecvCall'
  | 'acceptCall'
  | 'localUserJoinChannel'
  | 'localFirstFrameDidCapture'
  | 'localFirstFrameDidPublish'
  | 'remoteUserJoinChannel'
  | 'recvFirstFrame'
  /** Joining media to connected. */
  | 'firstFrameActual'
  /** Accept to connected: what a person perceives. */
  | 'firstFramePerceived';
export type CallMetrics = Readonly<Partial<Record<CallMetric, number>>>;
