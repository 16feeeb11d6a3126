import { CallError, silent } from '@call-elements/core';
import type { AdapterOptions, Log, SignalClient, SignalListener, SignalState } from '@call-elements/core';
import { tellAll } from '@call-elements/core/adapter';
import { sendError } from './errors.ts';
import { isRtmUserId, userIdProblem } from './ids.ts';
import type { MessageEvent, RtmClient } from './rtm-client.ts';
import { RtmManager } from './rtm-manager.ts';
import type { RtmOptions } from './rtm-manager.ts';

/** Of RTM, for what is sent. */
const MAX_MESSAGE_BYTES = 32 * 1024;

/** Signalling over Agora RTM, with a login of its own. */
export function createRtmSignal(options: AdapterOptions | RtmOptions): RtmSignalClient {
  return new RtmSignalClient(new RtmManager(options), options.log);
}

/**
 * Messages between users over Agora RTM (CallAPI's CallRtmSignalClient). The login is the manager's: `connect` and `disconnect` are its
 * `login` and `logout`.
 */
export class RtmSignalClient implements SignalClient {
  readonly #manager: RtmManager;
  readonly #log: Log;
  readonly #listeners = new Set<SignalListener>();
  /** Whose messages are heard. */
  #heard: RtmClient | undefined;
  /** Ends the sends that the service has not confirmed yet. */
  readonly #unsent = new Set<(error: CallError) => void>();

  constructor(manager: RtmManager, log: Log = silent) {
    this.#manager = manager;
    this.#log = log;
    manager.addListener({
      onStateChange: (state, error) => this.#onState(state, error),
      onTokenPrivilegeWillExpire: () => this.#tell((listener) => listener.onTokenWillExpire?.()),
    });
    if (manager.isConnected) this.#hear(manager.getRtmClient());
  }

  get userId(): string {
    return this.#manager.userId;
  }

  get state(): SignalState {
    return this.#manager.state;
  }

  /** A client that the page handed in is the page's, in each tab. */
  get onePerUser(): boolean {
    return !this.#manager.isHandedIn;
  }

  connect(): Promise<void> {
    return this.#manager.login();
  }

  disconnect(): Promise<void> {
    return this.#manager.logout();
  }

  renewToken(token: string): Promise<void> {
    return this.#manager.renewToken(token);
  }

  async sendMessage(userId: string, message: string): Promise<void> {
    const client = this.#manager.getRtmClient();
    if (!client || !this.#manager.isConnected) throw new CallError('signalNotReady', `RTM is not connected: it is ${this.state}.`);
    // Nobody can have that id, so nobody of that name is there.
    if (!isRtmUserId(userId)) throw new CallError('peerOffline', userIdProblem(userId), { certain: true });
    // CallAPI's native clients hear bytes only.
    const bytes = new TextEncoder().encode(message);
    if (bytes.length > MAX_MESSAGE_BYTES) throw new CallError('signalFailed', `A message of ${bytes.length} bytes: RTM takes ${MAX_MESSAGE_BYTES}.`);
    await this.#whileConnected(client.publish(userId, bytes, { channelType: 'USER' })).catch((error: unknown) => {
      throw sendError(error, userId);
    });
  }

  addListener(listener: SignalListener): void {
    this.#listeners.add(listener);
  }

  removeListener(listener: SignalListener): void {
    this.#listeners.delete(listener);
  }

  #onState(state: SignalState, error: CallError | undefined): void {
    // `online` comes before the first message; later a client may be somebody else's.
    this.#hear(state === 'offline' || state === 'failed' ? undefined : this.#manager.getRtmClient());
    if (state !== 'online') for (const end of this.#unsent) end(new CallError('signalNotReady', 'RTM lost its connection before it confirmed a message.'));
    this.#tell((listener) => listener.onStateChange?.(state, error));
  }

  /** What was not confirmed may have arrived or not. The SDK says so after 13 s; those who send again need not wait for that. */
  #whileConnected(sent: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#unsent.add(reject);
      sent.then(resolve, reject).finally(() => this.#unsent.delete(reject));
    });
  }

  #hear(client: RtmClient | undefined): void {
    if (client === this.#heard) return;
    this.#heard?.removeEventListener('message', this.#onMessage);
    this.#heard = client;
    client?.addEventListener('message', this.#onMessage);
  }

  #onMessage = ({ channelType, message, publisher }: MessageEvent): void => {
    // A client of the page's own may also hear channels.
    if (channelType !== 'USER') return;
    const text = typeof message === 'string' ? message : this.#decode(message, publisher);
    if (text !== undefined) this.#tell((listener) => listener.onMessageReceive?.(text, { userId: publisher }));
  };

  /** `bytes` is a view into the frame that they came in. */
  #decode(bytes: Uint8Array, publisher: string): string | undefined {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      this.#log('warning', `dropped a message of ${publisher} that is no text`);
      return undefined;
    }
  }

  #tell(report: (listener: SignalListener) => void): void {
    tellAll(this.#listeners, this.#log, report);
  }
}
