import { CallError, randomId } from '@call-elements/core';
import type { Log, SignalClient, SignalState } from '@call-elements/core';
import { within } from '@call-elements/core/adapter';
import { Owner } from './owner.ts';
import { Turn } from './turn.ts';
import { asCallError, SERVICES, toError, toFault } from './words.ts';
import type { News, Service, Word } from './words.ts';

/** Longer than any adapter takes to say that a message was not confirmed. */
const ANSWER_MS = 20_000;

/** A page that has not said a word for so long stands still, and nobody has told it so before. */
const STILL_MS = 5_000;

/** How often it is looked whether the other tabs have heard that the user is elsewhere. */
const LEAVING_MS = 20;
const LEAVING_TRIES = 50;

export interface CircleOptions {
  /** The same in all tabs that share a connection, and in no others. */
  readonly name: string;
  readonly inner: SignalClient;
  readonly log: Log;
  wasOnline(): boolean;
  /** `connecting` whenever no tab has the connection yet. With `failed` the circle has been left. */
  onState(state: SignalState, error?: CallError): void;
  onNews(news: News, args: readonly unknown[]): void;
}

/**
 * The tabs of a user, as seen from one of them: from `join` to `leave`, made anew for the next time. One has the lock, and with it the
 * connection; all others stand in line for it. The browser hands it on when the page of its holder goes, however it goes.
 */
export class Circle {
  readonly #options: CircleOptions;
  readonly #tab = randomId();
  readonly #closing = new AbortController();
  readonly #asked = new Map<string, (error: CallError | undefined) => void>();
  readonly #turn: Turn;
  #channel?: BroadcastChannel;
  #owner?: Owner;
  /** When the owner became that. Words of a former one come late, if it was thought to stand still. */
  #since = 0;
  #state: SignalState = 'connecting';
  #mayWarm = true;
  #asks = 0;
  #silence?: ReturnType<typeof setTimeout>;

  constructor(options: CircleOptions) {
    this.#options = options;
    this.#turn = new Turn(options.name, {
      held: () => this.#own(),
      lost: () => this.#onLost(),
      refused: (error) => {
        options.log('warning', `The browser refuses locks, so this tab connects by itself: ${String(error)}`);
        this.#own();
      },
    });
  }

  join(): void {
    const { signal } = this.#closing;
    // Before the lock: whoever has that can be heard.
    this.#channel = new BroadcastChannel(this.#options.name);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    this.#turn.wait();
    this.#look();
    addEventListener('focus', this.#look, { signal });
    document.addEventListener('visibilitychange', this.#look, { signal });
  }

  /** What the backend says of other devices, as far as the owner knows. */
  get mayWarm(): boolean {
    return this.#owner ? this.#innerMayWarm : this.#mayWarm;
  }

  get isOwner(): boolean {
    return this.#owner !== undefined;
  }

  async ask(service: Service, args: readonly unknown[]): Promise<void> {
    if (this.#owner) return this.#owner.serve(service, args);
    if (this.#state !== 'online') throw new CallError('signalNotReady', 'No tab of this user is connected yet.');
    const id = `${this.#tab} ${(this.#asks += 1)}`;
    const answered = new Promise<void>((resolve, reject) => {
      this.#asked.set(id, (error) => (error ? reject(error) : resolve()));
    });
    // In this turn: a page that is being closed has no other.
    this.#post({ word: 'ask', id, service, args });
    const late = (): Error => {
      this.#look();
      return new CallError('signalFailed', `The tab that has the connection has not answered within ${ANSWER_MS} ms.`);
    };
    await within(ANSWER_MS, answered, late).finally(() => this.#asked.delete(id));
  }

  /** Resolves when nothing is left of it. `atOnce` frees the lock in this turn, whatever the service says to the farewell. */
  async leave({ atOnce = false } = {}): Promise<void> {
    const owner = this.#owner;
    // Nobody shall send by this tab any more.
    if (owner) this.#announce('connecting');
    owner?.leave();
    this.#close();
    if (atOnce) this.#turn.leave();
    await owner?.over;
    this.#turn.leave();
  }

  #own(): void {
    const { inner, log, onNews, onState, wasOnline } = this.#options;
    clearTimeout(this.#silence);
    this.#forgetAsks();
    this.#since = Math.max(Date.now(), this.#since + 1);
    this.#announce('connecting');
    onState('connecting');
    log('normal', 'this tab has the connection');
    const owner: Owner = new Owner({
      inner,
      log,
      wasOnline: wasOnline(),
      onState: (state) => {
        this.#announce(state);
        onState(state);
      },
      onNews: (news, args) => {
        this.#post({ word: 'news', since: this.#since, news, args, mayWarm: this.#innerMayWarm });
        onNews(news, args);
      },
    });
    this.#owner = owner;
    void owner.over.then((error) => error && this.#onOver(owner, error));
  }

  /** This page stood still, and another tab could not wait. */
  #onLost(): void {
    this.#options.log('warning', 'another tab took the connection, as this one did not answer');
    this.#owner?.leave();
    this.#owner = undefined;
    this.#state = 'connecting';
    this.#options.onState('connecting');
    this.#turn.wait();
    this.#look();
  }

  async #onOver(owner: Owner, error: CallError): Promise<void> {
    const { onState } = this.#options;
    const elsewhere = error.code === 'signedInElsewhere';
    // The other one may be a tab that took the connection away, which is no news for the page. By the answer it is known.
    if (elsewhere) await navigator.locks.query().catch(() => {});
    if (owner !== this.#owner) return;
    // The next tab in line would take the connection back. With other errors it may have more luck: it has a page and tokens of its own.
    this.#announce(elsewhere ? 'failed' : 'connecting', elsewhere ? error : undefined);
    this.#close();
    onState('failed', error);
    if (elsewhere) await this.#untilNobodyWaits();
    this.#turn.leave();
  }

  /** The lock may reach the next tab before the word that nobody shall have it. */
  async #untilNobodyWaits(): Promise<void> {
    for (let tries = 0; tries < LEAVING_TRIES; tries++) {
      const { pending = [] } = await navigator.locks.query();
      if (!pending.some(({ name }) => name === this.#options.name)) return;
      await new Promise((resolve) => setTimeout(resolve, LEAVING_MS));
    }
  }

  #announce(state: SignalState, error?: CallError): void {
    this.#state = state;
    this.#post({ word: 'state', since: this.#since, state, fault: error && toFault(error), mayWarm: this.#innerMayWarm });
  }

  get #innerMayWarm(): boolean {
    return this.#options.inner.mayWarm?.() ?? true;
  }

  /** Whether the owner is well. When a page stands still and was not told before, its lock is held all the same. */
  #look = (): void => {
    if (this.#owner || (document.visibilityState === 'hidden' && this.#state === 'online')) return;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#turn.take(), STILL_MS);
    this.#post({ word: 'who' });
  };

  #hear(data: unknown): void {
    const said = data as Word;
    if (this.#closing.signal.aborted) return;
    if (this.#owner) this.#hearAsOwner(said, this.#owner);
    else this.#hearAsMember(said);
  }

  #hearAsOwner(said: Word, owner: Owner): void {
    switch (said?.word) {
      case 'who':
        return this.#announce(this.#state);
      case 'ask': {
        if (!SERVICES.includes(said.service)) return;
        const answer = (error?: unknown): void => {
          const fault = error === undefined ? undefined : toFault(asCallError(error, `${said.service} failed`));
          this.#post({ word: 'answer', id: said.id, fault });
        };
        owner.serve(said.service, said.args).then(() => answer(), answer);
      }
    }
  }

  #hearAsMember(said: Word): void {
    switch (said?.word) {
      case 'answer':
        return this.#asked.get(said.id)?.(said.fault && toError(said.fault));
      case 'news':
      case 'state':
        if (said.since < this.#since) return;
        this.#since = said.since;
        this.#mayWarm = said.mayWarm;
        clearTimeout(this.#silence);
        if (said.word === 'state') this.#onOwnersState(said.state, said.fault && toError(said.fault));
        else this.#options.onNews(said.news, said.args);
    }
  }

  #onOwnersState(state: SignalState, error?: CallError): void {
    this.#state = state;
    if (state !== 'online') this.#forgetAsks();
    if (state === 'failed') {
      this.#close();
      this.#turn.leave();
    }
    this.#options.onState(state, error);
  }

  /** What was not confirmed may have arrived or not. Those who send again need not wait for that. */
  #forgetAsks(): void {
    for (const answer of this.#asked.values()) answer(new CallError('signalNotReady', 'The connection was lost before a message was confirmed.'));
    this.#asked.clear();
  }

  #close(): void {
    clearTimeout(this.#silence);
    this.#closing.abort();
    this.#owner = undefined;
    this.#channel?.close();
    this.#forgetAsks();
  }

  #post(word: Word): void {
    if (!this.#closing.signal.aborted) this.#channel?.postMessage(word);
  }
}
