import { CallError, systemClock } from '@call-elements/core';
import type { MediaPhase, TokenSource } from '@call-elements/core';
import type { ConnectionDisconnectedReason, ConnectionState, IAgoraRTCClient } from 'agora-rtc-sdk-ng/esm';
import { endError, isTokenRefusal, joinError } from './errors.ts';
import type { Settings } from './options.ts';
import { leavePlaces, untilFree } from './places.ts';
import { loadSdk } from './sdk.ts';
import type { Sdk } from './sdk.ts';
import { Token } from './token.ts';
import { toUid } from './uid.ts';

// Most of what goes wrong in a join makes the SDK try again for ever: join() would stay pending, and its sockets would come and go.
const JOIN_MS = 10_000;

// How long a tab may need that was on its way into the room when another one answered. With a second token it tries twice.
const WAY_IN_MS = 2 * JOIN_MS;

export interface RoomListener {
  /** The client is there, and its events can be listened to. It may have joined already. */
  ready(client: IAgoraRTCClient, sdk: Sdk): void;
  /** Joined. Comes again after `lost`. */
  entered(): void;
  /** Out of the room, and about to join it again: nothing is published any more, and nobody is subscribed. */
  lost(): void;
  /** Another phase, or an error. */
  changed(): void;
  tokenWillExpire(): void;
}

/** A place in an Agora channel: joins it, follows the connection, renews the token, and leaves nothing behind. */
export class Room {
  readonly roomId: string;
  readonly userId: string;
  /** Resolves when it was entered; rejects when that failed, or it was left before. */
  readonly opened: Promise<void>;
  /** Made when the SDK is there. */
  client: IAgoraRTCClient | undefined;
  phase: MediaPhase = 'connecting';
  error: CallError | undefined;
  #settings: Settings;
  #sdk: Sdk | undefined;
  #token: Token;
  /** What the room was joined with. */
  #used: string | null = null;
  #listener: RoomListener | undefined;
  #inside = false;
  #wasInside = false;
  #socket = true;
  #media = true;
  #left = false;
  /** Until then, whoever throws us out is a tab that knows no better yet. */
  #oursUntil = 0;
  /** Out again before `join()` said that we were in. */
  #thrownOut: ConnectionDisconnectedReason | undefined;
  #leaving: Promise<void> | undefined;
  /** While join() is under way. Never rejects. */
  #joining: Promise<unknown> | undefined;
  #entered: () => void = () => {};
  #refused: (error: CallError) => void = () => {};

  constructor(roomId: string, userId: string, settings: Settings, token: TokenSource | undefined) {
    this.roomId = roomId;
    this.userId = userId;
    this.#settings = settings;
    this.#token = new Token(token);
    this.opened = new Promise((resolve, reject) => {
      this.#entered = resolve;
      this.#refused = reject;
    });
    // Whoever joins ahead waits for it; a call hears by its phase.
    this.opened.catch(() => {});
    void this.#enter();
  }

  /** One at a time. Hears at once what has been so far. */
  listen(listener: RoomListener): void {
    this.#listener = listener;
    if (this.client && this.#sdk) listener.ready(this.client, this.#sdk);
    listener.changed();
    if (this.#inside) listener.entered();
  }

  /** From here on others come from there. */
  takeTokensFrom(source: TokenSource | undefined): void {
    this.#token.comeFrom(source);
  }

  async renewToken(token: string): Promise<void> {
    this.#token.set(token);
    if (!this.#inside) return;
    try {
      await this.client!.renewToken(token);
      this.#used = token;
    } catch (cause) {
      this.#token.set(this.#used);
      throw new CallError('tokenFailed', 'Agora refused the new token', { cause });
    }
  }

  /**
   * This is the tab that the user answered in. Another one may have been on its way into the room to negotiate ahead: the SDK cannot turn back
   * (see `#leave`), and a user is in a room once.
   */
  claim(): void {
    this.#oursUntil = systemClock.now() + WAY_IN_MS;
  }

  /** Legal in every phase, idempotent, never rejects. `idle`: when the SDK can be left, if not at once. */
  leave(idle?: Promise<unknown>): Promise<void> {
    if (!this.#leaving) {
      this.#left = true;
      this.#leaving = this.#leave(idle);
      leavePlaces(this.#places, this.#leaving);
    }
    return this.#leaving;
  }

  get #places(): unknown[] {
    const { appId, client } = this.#settings;
    const place = `${appId}/${this.roomId}/${this.userId}`;
    return client ? [place, client] : [place];
  }

  async #enter(): Promise<void> {
    try {
      const [sdk, token] = await Promise.all([loadSdk(), this.#token.get(), untilFree(this.#places)]);
      if (this.#left) return;
      const client = this.#settings.client ?? this.#makeClient(sdk);
      if (client.connectionState !== 'DISCONNECTED') throw new CallError('invalidState', 'The client that was handed in is in a room already');
      this.#sdk = sdk;
      this.client = client;
      this.#follow(client);
      this.#listener?.ready(client, sdk);
      await this.#join(token);
    } catch (error) {
      this.#fail(joinError(error));
    }
  }

  #makeClient(sdk: Sdk): IAgoraRTCClient {
    const { mode, codec, logUpload } = this.#settings;
    if (logUpload) sdk.enableLogUpload();
    // Only hosts are seen by others, also those who send nothing yet.
    return sdk.createClient(mode === 'live' ? { mode, codec, role: 'host' } : { mode, codec });
  }

  async #join(token: string | null): Promise<void> {
    try {
      await this.#joinInTime(token);
    } catch (error) {
      if (this.#left || !isTokenRefusal(error)) throw error;
      const other = await this.#token.other(token);
      if (!this.#left) await this.#joinInTime(other);
    }
    if (this.#left) return;
    if (this.#thrownOut) return this.#ended(this.#thrownOut);
    this.#inside = this.#wasInside = this.#socket = this.#media = true;
    this.#review();
    this.#listener?.entered();
    this.#entered();
  }

  async #joinInTime(token: string | null): Promise<void> {
    const { appId } = this.#settings;
    const uid = toUid(this.userId);
    let stopWaiting = () => {};
    const late = new Promise<never>((_, reject) => {
      const error = new CallError('mediaFailed', `Agora could not be reached within ${JOIN_MS / 1000} s`);
      stopWaiting = systemClock.schedule(JOIN_MS, () => reject(error));
    });
    this.#used = token;
    this.#thrownOut = undefined;
    const joined = Promise.race([this.client!.join(appId, this.roomId, token, uid), late]).finally(stopWaiting);
    this.#joining = joined.catch(() => {});
    await joined;
  }

  #follow(client: IAgoraRTCClient): void {
    client.on('connection-state-change', this.#onState);
    client.on('peerconnection-state-change', this.#onMedia);
    client.on('token-privilege-will-expire', this.#onTokenWillExpire);
  }

  #unfollow(client: IAgoraRTCClient): void {
    client.off('connection-state-change', this.#onState);
    client.off('peerconnection-state-change', this.#onMedia);
    client.off('token-privilege-will-expire', this.#onTokenWillExpire);
  }

  #onState = (now: ConnectionState, _before: ConnectionState, reason?: ConnectionDisconnectedReason): void => {
    if (!this.#inside) {
      // While joining, the outcome of join() says all, unless that is old by then.
      if (now === 'DISCONNECTED') this.#thrownOut = reason;
      return;
    }
    if (now === 'DISCONNECTED') return this.#ended(reason);
    this.#socket = now === 'CONNECTED';
    this.#review();
  };

  #onMedia = (now: string): void => {
    if (now === 'connected') this.#media = true;
    if (now === 'disconnected' || now === 'failed') this.#media = false;
    this.#review();
  };

  #onTokenWillExpire = (): void => {
    this.#listener?.tokenWillExpire();
    const renewed = this.#token.other(this.#used).then((token) => (this.#left ? undefined : this.renewToken(token)));
    renewed.catch((error: unknown) => this.#settings.log('warning', `agora: the token runs out, and there is no other yet: ${String(error)}`));
  };

  #ended(reason: ConnectionDisconnectedReason | undefined): void {
    this.#inside = false;
    const isExpired = String(reason) === 'TOKEN_EXPIRE';
    const isOurs = String(reason) === 'UID_BANNED' && systemClock.now() < this.#oursUntil;
    if (!isExpired && !isOurs) return this.#fail(endError(reason));
    this.#review();
    this.#listener?.lost();
    const token = isExpired ? this.#token.other(this.#used) : Promise.resolve(this.#used);
    token
      .then((token) => this.#join(token))
      .catch((error: unknown) => this.#fail(joinError(error)));
  }

  #review(): void {
    const fine = this.#inside && this.#socket && this.#media;
    this.#set(fine ? 'connected' : this.#wasInside ? 'reconnecting' : 'connecting');
  }

  #fail(error: CallError): void {
    if (this.#left) return;
    this.#set('failed', error);
    this.#refused(error);
    void this.leave();
  }

  #set(phase: MediaPhase, error?: CallError): void {
    this.phase = phase;
    this.error = error;
    this.#listener?.changed();
  }

  async #leave(idle: Promise<unknown> | undefined): Promise<void> {
    const { client } = this;
    this.#inside = false;
    this.#refused(new CallError('callEnded', 'The room was left'));
    if (!client) return;
    this.#unfollow(client);
    // The SDK that is left while it opens its sockets opens others two seconds later, and they stay. So it gets in first, or gives up.
    await this.#joining;
    await idle;
    await client.leave().catch((error: unknown) => this.#settings.log('warning', `agora: leaving: ${String(error)}`));
  }
}
