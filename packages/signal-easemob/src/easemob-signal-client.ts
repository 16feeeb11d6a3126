import { CallError, silent } from '@call-elements/core';
import type { AdapterOptions, Log, SignalClient, SignalListener, SignalState } from '@call-elements/core';
import { tellAll, within } from '@call-elements/core/adapter';
import type { EasemobChat } from 'easemob-websdk';
import { toMessage, toPush } from './call-message.ts';
import { EasemobManager } from './easemob-manager.ts';
import type { EasemobOptions } from './easemob-manager.ts';
import { sendError } from './errors.ts';
import { isEasemobUserId, normalizeUserId, userIdProblem } from './ids.ts';
import { Inbox } from './inbox.ts';
import type { Sdk } from './sdk.ts';

/** The SDK itself gives up after 15 s, but for some refusals, which it never tells. */
const SEND_TIMEOUT_MS = 16_000;

type MessageOptions = Pick<EasemobOptions, 'interop' | 'pushSound' | 'log'>;

/** Signalling over Easemob, with a login of its own. */
export function createEasemobSignal(options: AdapterOptions | EasemobOptions): EasemobSignalClient {
  return new EasemobSignalClient(new EasemobManager(options), options);
}

/** Messages between users over Easemob (as CallAPI's CallEasemobSignalClient). The login is the manager's: `connect` and `disconnect` are its `login` and `logout`. */
export class EasemobSignalClient implements SignalClient {
  readonly #manager: EasemobManager;
  readonly #options: MessageOptions;
  readonly #log: Log;
  readonly #inbox: Inbox;
  readonly #listeners = new Set<SignalListener>();
  /** Ends the sends that the service has not confirmed yet. */
  readonly #unsent = new Set<(error: CallError) => void>();

  constructor(manager: EasemobManager, options: MessageOptions = {}) {
    this.#manager = manager;
    this.#options = options;
    this.#log = options.log ?? silent;
    this.#inbox = new Inbox({
      userId: manager.userId,
      log: this.#log,
      onLetter: ({ text, from, ageMs, queued }) => this.#tell((listener) => listener.onMessageReceive?.(text, { userId: from, ageMs, queued })),
    });
    manager.addListener({
      onStateChange: (state, error) => this.#onState(state, error),
      onTokenWillExpire: () => this.#tell((listener) => listener.onTokenWillExpire?.()),
    });
    if (manager.isConnected) this.#hear('online');
  }

  get userId(): string {
    return this.#manager.userId;
  }

  get device(): string {
    return this.#manager.device;
  }

  get state(): SignalState {
    return this.#manager.state;
  }

  /** The service takes messages for whomever, and says nothing. CallAPI's own clients give no receipts whose absence would tell. */
  get takesForAbsent(): boolean {
    return !this.#interop;
  }

  /** Or a few, which is set for the app. A connection that the page handed in is the page's, in each tab. */
  get onePerUser(): boolean {
    return !this.#manager.isHandedIn;
  }

  get #interop(): boolean {
    return this.#options.interop !== undefined;
  }

  /** Of several devices the one that connected last: all it takes is one, and in Agora's rooms a user can be once. */
  mayWarm(): boolean {
    return this.#inbox.isLatest;
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

  normalizeUserId(userId: string): string {
    return normalizeUserId(userId);
  }

  sendMessage(userId: string, message: string, { stored = false }: { stored?: boolean } = {}): Promise<void> {
    return this.#send(userId, (sdk, to) => toMessage(sdk, to, message, { interop: this.#interop, stored }));
  }

  sendPush(userId: string, text: string): Promise<void> {
    return this.#send(userId, (sdk, to) => toPush(sdk, to, text, this.#options.pushSound));
  }

  addListener(listener: SignalListener): void {
    this.#listeners.add(listener);
  }

  removeListener(listener: SignalListener): void {
    this.#listeners.delete(listener);
  }

  /** Leaves in this turn: a page that is being closed has no other. */
  async #send(userId: string, create: (sdk: Sdk, to: string) => EasemobChat.MessageBody): Promise<void> {
    const sdk = this.#manager.getSdk();
    const connection = this.#manager.getConnection();
    // Without a socket the SDK would keep it, and send it when it has long been sent again.
    if (!sdk || !this.#manager.isConnected || !connection?.isOpened()) throw new CallError('signalNotReady', `Easemob is not connected: it is ${this.state}.`);
    // Nobody can have that id, so nobody of that name is there.
    if (!isEasemobUserId(userId)) throw new CallError('peerOffline', userIdProblem(userId), { certain: true });
    this.#manager.look();
    const late = (): Error => new CallError('signalFailed', `Easemob has not confirmed a message within ${SEND_TIMEOUT_MS} ms.`);
    try {
      const sent = connection.send(create(sdk, normalizeUserId(userId)));
      this.#inbox.taken(await within(SEND_TIMEOUT_MS, this.#whileConnected(sent), late));
    } catch (error) {
      throw sendError(error, userId);
    }
  }

  #onState(state: SignalState, error: CallError | undefined): void {
    this.#hear(state);
    if (state !== 'online') for (const end of this.#unsent) end(new CallError('signalNotReady', 'Easemob lost its connection before it confirmed a message.'));
    this.#tell((listener) => listener.onStateChange?.(state, error));
  }

  #hear(state: SignalState): void {
    // `online` comes before the first message.
    if (state === 'offline' || state === 'failed') this.#inbox.listenTo(undefined);
    if (state !== 'online') return;
    this.#inbox.listenTo(this.#manager.getConnection());
    void this.#inbox.askTime(this.#manager.getSdk()!);
  }

  /** What was not confirmed may have arrived or not. With a closed connection the SDK might never say so. */
  #whileConnected<Value>(sent: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#unsent.add(reject);
      sent.then(resolve, reject).finally(() => this.#unsent.delete(reject));
    });
  }

  #tell(report: (listener: SignalListener) => void): void {
    tellAll(this.#listeners, this.#log, report);
  }
}
