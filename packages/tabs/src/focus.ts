import { watchPageLife } from './page-life.ts';
import { Turn } from './turn.ts';

/**
 * Which of the tabs that share a name was looked at last: that one has a lock, and the next one to be looked at takes it away. So there is one at
 * a time, and another one when it goes, however it goes.
 */
export class Focus {
  readonly #turn: Turn;
  readonly #closing = new AbortController();
  readonly #stopWatching: () => void;
  #isOurs = false;

  constructor(name: string) {
    this.#turn = new Turn(name, {
      held: () => void (this.#isOurs = true),
      lost: () => {
        this.#isOurs = false;
        this.#turn.wait();
      },
      // By itself.
      refused: () => void (this.#isOurs = true),
    });
    this.#stopWatching = watchPageLife({ freeze: () => this.#leave(), resume: () => this.#start() });
    addEventListener('focus', this.#take, { signal: this.#closing.signal });
    this.#start();
  }

  get isOurs(): boolean {
    return this.#isOurs;
  }

  close(): void {
    this.#closing.abort();
    this.#stopWatching();
    this.#leave();
  }

  #start(): void {
    if (this.#isOurs) return;
    if (document.hasFocus()) this.#turn.take();
    else {
      this.#turn.leave();
      this.#turn.wait();
    }
  }

  #leave(): void {
    this.#isOurs = false;
    this.#turn.leave();
  }

  #take = (): void => {
    if (!this.#isOurs) this.#turn.take();
  };
}
