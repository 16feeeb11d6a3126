import type { TrackKind } from '@call-elements/core';
import type { ILocalAudioTrack, ILocalVideoTrack } from 'agora-rtc-sdk-ng/esm';
import { encodingFor, isSame } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import type { Settings } from './options.ts';
import type { Sdk } from './sdk.ts';
import { standIn } from './stand-in.ts';

/** Of a camera that is yet to come. Another one is encoded for when it is there. */
const EXPECTED: MediaTrackSettings = { width: 1280, height: 720, frameRate: 30 };

function emptyPicture(): MediaStreamTrack {
  const [track] = document.createElement('canvas').captureStream(0).getVideoTracks() as [MediaStreamTrack];
  track.stop();
  return track;
}

/**
 * One kind of what is sent. For the SDK it is one track, published once; which of the page's tracks is in its RTCRtpSender changes without its
 * knowing, so nothing is negotiated for it. The SDK makes a new sender when it has lost the old one with its connection.
 */
export class OutgoingTrack {
  readonly kind: TrackKind;
  readonly local: ILocalAudioTrack | ILocalVideoTrack;
  /** The SDK has it, or is getting it. */
  published = false;
  /** Null: paused. */
  track: MediaStreamTrack | null;
  #settings: Settings;
  #encoding: Encoding;
  #lastSettings: MediaTrackSettings;

  /** Without a track the SDK has something to publish, and nothing is sent. */
  constructor(sdk: Sdk, kind: TrackKind, track: MediaStreamTrack | null, settings: Settings) {
    this.kind = kind;
    this.track = track;
    this.#settings = settings;
    this.#lastSettings = track?.getSettings() ?? EXPECTED;
    this.#encoding = encodingFor(this.#lastSettings, settings);
    const mediaStreamTrack = standIn(track ?? emptyPicture(), () => this.#lastSettings);
    const { optimizationMode } = settings;
    this.local =
      kind === 'audio' ? sdk.createCustomAudioTrack({ mediaStreamTrack }) : sdk.createCustomVideoTrack({ mediaStreamTrack, optimizationMode, ...this.#encoding });
    this.local.on('transceiver-updated', this.#onTransceiver);
  }

  get sender(): RTCRtpSender | undefined {
    return this.local.getRTCRtpTransceiver()?.sender;
  }

  /** Already does what `send(track)` would do. */
  does(track: MediaStreamTrack | null): boolean {
    return this.track === track && this.local.muted === (track === null);
  }

  /** Stops sending at once, whatever the SDK is busy with. */
  cut(): void {
    this.track = null;
    void this.sender?.replaceTrack(null).catch(() => {});
  }

  async send(track: MediaStreamTrack | null): Promise<void> {
    this.track = track;
    await this.sender?.replaceTrack(track);
    if (track) await this.#encodeFor(track);
    // The peer's `remotePaused`. It also takes the sender out of the local negotiation, and puts it back.
    if (this.local.muted !== (track === null)) await this.local.setMuted(track === null);
  }

  close(): void {
    this.local.off('transceiver-updated', this.#onTransceiver);
    this.local.close();
  }

  #onTransceiver = (transceiver: RTCRtpTransceiver | undefined): void => {
    // In the turn in which it was made: it has sent nothing yet.
    void transceiver?.sender.replaceTrack(this.track).catch(() => {});
  };

  /** A screen after a camera wants more. */
  async #encodeFor(track: MediaStreamTrack): Promise<void> {
    if (this.kind === 'audio') return;
    this.#lastSettings = track.getSettings();
    const encoding = encodingFor(this.#lastSettings, this.#settings);
    if (isSame(encoding, this.#encoding)) return;
    this.#encoding = encoding;
    await (this.local as ILocalVideoTrack).setEncoderConfiguration(encoding);
  }
}
