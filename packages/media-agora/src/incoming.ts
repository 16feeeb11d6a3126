import type { Log, Track, TrackKind } from '@call-elements/core';
import type { StateStore } from '@call-elements/core/adapter';
import type { IAgoraRTCClient, IAgoraRTCRemoteUser, IRemoteTrack, UID } from 'agora-rtc-sdk-ng/esm';
import { isUser } from './uid.ts';

export interface IncomingHost {
  readonly store: StateStore;
  readonly remoteUserId: string;
  /** What the call has to begin with; nothing else is subscribed to. */
  readonly kinds: readonly TrackKind[];
  readonly log: Log;
  /** There is a track, perhaps another than before. */
  received(track: MediaStreamTrack): void;
}

/** The peer in the room, and its media. Whoever else is there is not looked at. */
export class Incoming {
  #host: IncomingHost;
  #kinds: readonly TrackKind[];
  #client: IAgoraRTCClient | undefined;
  /** What is subscribed to, or being so. Another object: another time. */
  #attempts = new Map<TrackKind, object>();
  #tracks = new Map<TrackKind, IRemoteTrack>();
  #receivers = new Map<TrackKind, RTCRtpReceiver>();
  #followed = new WeakSet<IRemoteTrack>();

  constructor(host: IncomingHost) {
    this.#host = host;
    this.#kinds = host.kinds;
  }

  /** The call turned to video. What was subscribed to before stays so: there is nothing in a camera that is off. */
  take(kinds: readonly TrackKind[]): void {
    if (kinds.length <= this.#kinds.length) return;
    this.#kinds = kinds;
    this.catchUp();
  }

  attach(client: IAgoraRTCClient): void {
    this.#client = client;
    client.on('user-joined', this.#onJoined);
    client.on('user-left', this.#onLeft);
    client.on('user-published', this.#onPublished);
    client.on('user-unpublished', this.#onUnpublished);
    client.on('user-info-updated', this.#onInfo);
    this.catchUp();
  }

  detach(): void {
    this.#client?.off('user-joined', this.#onJoined);
    this.#client?.off('user-left', this.#onLeft);
    this.#client?.off('user-published', this.#onPublished);
    this.#client?.off('user-unpublished', this.#onUnpublished);
    this.#client?.off('user-info-updated', this.#onInfo);
    this.#client = undefined;
    this.lose();
  }

  /** Subscribes to what was published before anybody listened, or could not be subscribed to while the socket was away. */
  catchUp(): void {
    const peer = this.#client?.remoteUsers.find(({ uid }) => this.#isPeer(uid));
    if (!peer) return;
    this.#onJoined(peer);
    // The SDK subscribes to one after the other, and it is the picture that people wait for.
    if (peer.hasVideo) this.#onPublished(peer, 'video');
    if (peer.hasAudio) this.#onPublished(peer, 'audio');
  }

  /** Nothing is subscribed to any more. */
  lose(): void {
    this.#attempts.clear();
    this.#tracks.clear();
    this.#receivers.clear();
  }

  receiver(kind: TrackKind): RTCRtpReceiver | undefined {
    return this.#receivers.get(kind);
  }

  #isPeer(uid: UID): boolean {
    return isUser(uid, this.#host.remoteUserId);
  }

  #onJoined = ({ uid }: { uid: UID }): void => {
    if (this.#isPeer(uid)) this.#host.store.set({ peer: 'here' });
  };

  #onLeft = ({ uid }: { uid: UID }, reason?: string): void => {
    if (!this.#isPeer(uid)) return;
    this.lose();
    this.#host.store.set({ peer: reason === 'Quit' ? 'quit' : 'dropped' });
  };

  #onPublished = (user: IAgoraRTCRemoteUser, kind: string): void => {
    if (!this.#isPeer(user.uid) || !this.#has(kind)) return;
    this.#host.store.setKind('remotePaused', kind, false);
    if (!this.#attempts.has(kind)) void this.#subscribe(user, kind);
  };

  #onUnpublished = ({ uid }: { uid: UID }, kind: string): void => {
    if (!this.#isPeer(uid) || !this.#has(kind)) return;
    this.#attempts.delete(kind);
    this.#tracks.delete(kind);
    // It is said in the same turn, and before, of somebody who leaves; that is no pause.
    queueMicrotask(() => {
      if (this.#client?.remoteUsers.some((user) => this.#isPeer(user.uid) && !this.#publishes(user, kind))) this.#host.store.setKind('remotePaused', kind, true);
    });
  };

  /** Said also of somebody who has not published yet. */
  #onInfo = (uid: UID, info: string): void => {
    const [, what, kind] = /^(mute|unmute|disable-local|enable-local)-(audio|video)$/.exec(info) ?? [];
    if (!what || !kind || !this.#isPeer(uid) || !this.#has(kind)) return;
    this.#host.store.setKind('remotePaused', kind, what === 'mute' || what === 'disable-local');
  };

  #has(kind: string): kind is TrackKind {
    return this.#kinds.includes(kind as TrackKind);
  }

  #publishes(user: IAgoraRTCRemoteUser, kind: TrackKind): boolean {
    return kind === 'audio' ? user.hasAudio : user.hasVideo;
  }

  async #subscribe(user: IAgoraRTCRemoteUser, kind: TrackKind): Promise<void> {
    const attempt = {};
    this.#attempts.set(kind, attempt);
    const isCurrent = () => this.#attempts.get(kind) === attempt;
    try {
      const track = (await this.#client!.subscribe(user, kind as 'video')) as IRemoteTrack;
      if (isCurrent()) this.#adopt(track, kind);
    } catch (error) {
      if (!isCurrent()) return;
      // The socket is away, perhaps: `catchUp` follows when it is back.
      this.#attempts.delete(kind);
      this.#host.log('warning', `agora: the peer's ${kind} could not be subscribed to: ${String(error)}`);
    }
  }

  #adopt(track: IRemoteTrack, kind: TrackKind): void {
    this.#tracks.set(kind, track);
    this.#follow(track, kind);
    // A track that was muted and is back has forgotten its transceiver; the one before is still right.
    const receiver = track.getRTCRtpTransceiver()?.receiver;
    if (receiver) this.#receivers.set(kind, receiver);
    this.#show(track.getMediaStreamTrack(), kind);
  }

  /** The SDK puts another track and transceiver into it when it has to connect anew. */
  #follow(track: IRemoteTrack, kind: TrackKind): void {
    if (this.#followed.has(track)) return;
    this.#followed.add(track);
    const isCurrent = () => this.#tracks.get(kind) === track;
    track.on('track-updated', (updated: MediaStreamTrack | null | undefined) => {
      if (updated && isCurrent()) this.#show(updated, kind);
    });
    track.on('transceiver-updated', (transceiver: RTCRtpTransceiver | undefined) => {
      if (transceiver && isCurrent()) this.#receivers.set(kind, transceiver.receiver);
    });
  }

  #show(track: MediaStreamTrack, kind: TrackKind): void {
    this.#host.store.setKind('remote', kind, track as Track);
    this.#host.received(track);
  }
}
