import { randomId } from '@call-elements/core';
import type { Log } from '@call-elements/core';
import { within } from '@call-elements/core/adapter';
import { ACTION, fromCommand, fromText, isProbe } from './call-message.ts';
import type { CommandMessage, TextMessage } from './call-message.ts';
import { normalizeUserId } from './ids.ts';
import type { EasemobConnection } from './link.ts';
import type { Sdk } from './sdk.ts';
import { ServiceClock } from './service-clock.ts';

/** The service's answer comes before the first message that waited, unless it does not answer at all. */
const PATIENCE_MS = 3_000;

/** As the service delivers again what was not acknowledged, perhaps to another connection: more than it delivers at once. */
const REMEMBERED = 2_000;

/** Of the SDK's `onlineState`. Others say nothing. */
const WAITED = 0;
const CAME_AT_ONCE = 1;

export interface Letter {
  readonly text: string;
  readonly from: string;
  readonly ageMs?: number;
  readonly queued: boolean;
}

interface Arrival extends Omit<Letter, 'ageMs'> {
  readonly time: number;
}

export interface InboxOptions {
  readonly userId: string;
  readonly log: Log;
  onLetter(letter: Letter): void;
}

/** What comes in over Easemob: finds the calls in it, each once and in order, and says how old they are. */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #clock = new ServiceClock();
  readonly #id = `call-elements ${randomId()}`;
  readonly #seen = new Set<string>();
  #connection: EasemobConnection | undefined;
  /** What has to wait until the service has told the time. */
  #held: Arrival[] | undefined;
  #syncing = false;
  #isLatest = true;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** No other device of the user has connected since this one did: each asks for the time then, in a message to the user. */
  get isLatest(): boolean {
    return this.#isLatest;
  }

  listenTo(connection: EasemobConnection | undefined): void {
    if (connection === this.#connection) return;
    this.#connection?.removeEventHandler(this.#id);
    this.#connection = connection;
    this.#held = undefined;
    this.#syncing = false;
    connection?.addEventHandler(this.#id, {
      onCmdMessage: (message) => {
        if (isProbe(message) && senderOf(message) === this.#options.userId) this.#isLatest = false;
        this.#onMessage(message, fromCommand(message));
      },
      onTextMessage: (message) => this.#onMessage(message, fromText(message)),
      onOfflineMessageSyncStart: () => void (this.#syncing = true),
      onOfflineMessageSyncFinish: () => void (this.#syncing = false),
    });
  }

  /**
   * A connection was made. How old the messages are that waited can only be told by the service's clock, which it shows when it takes a message.
   * So it gets one for ourselves: only our other devices hear that, and it is not kept.
   */
  async askTime({ message }: Sdk): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;
    const held: Arrival[] = (this.#held = [...(this.#held ?? [])]);
    this.#clock.forget();
    this.#isLatest = true;
    const probe = message.create({ type: 'cmd', chatType: 'singleChat', to: this.#options.userId, action: ACTION, deliverOnlineOnly: true });
    try {
      this.taken(await within(PATIENCE_MS, connection.send(probe), () => new Error('no answer')));
    } catch (error) {
      if (held !== this.#held) return;
      // A guess, and the only one there is.
      if (!this.#clock.isKnown) this.#clock.set(Date.now());
      this.#options.log('warning', `Easemob does not tell the time: ${String((error as { message?: string }).message)}`);
    }
    if (held !== this.#held) return;
    this.#held = undefined;
    for (const arrival of held) this.#deliver(arrival);
  }

  /** What sending a message came to. */
  taken({ message }: Awaited<ReturnType<EasemobConnection['send']>>): void {
    if (typeof message?.time === 'number' && message.time > 0) this.#clock.set(message.time);
  }

  #onMessage(message: CommandMessage | TextMessage, text: string | undefined): void {
    const from = senderOf(message);
    // What one's other devices send, this one hears as well.
    if (text === undefined || from === '' || from === this.#options.userId || !this.#isNew(message.id)) return;
    const { onlineState, time } = message;
    const queued = onlineState === WAITED || (onlineState !== CAME_AT_ONCE && this.#syncing);
    const arrival = { text, from, time, queued };
    if (this.#held) this.#held.push(arrival);
    else this.#deliver(arrival);
  }

  #deliver({ time, ...letter }: Arrival): void {
    this.#clock.atLeast(time);
    this.#options.onLetter({ ...letter, ageMs: this.#clock.age(time) });
  }

  #isNew(id: string): boolean {
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value!);
    return true;
  }
}

/** What another device of the user sends to the user has the name of that device behind the id. */
function senderOf({ from = '' }: CommandMessage | TextMessage): string {
  return normalizeUserId(from.split('/', 1)[0]!);
}
