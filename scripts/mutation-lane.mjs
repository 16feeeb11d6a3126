import { Worker } from 'node:worker_threads';

/** Nothing is heard for so long from a thread that will never come back. */
const HANGS_MS = 25_000;
/** A broken engine may leave something behind; a thread does not live long. */
const LIVES = 100;

/** A thread that has one fault after the other planted, and is replaced when it does not survive one. */
export class MutationLane {
  #bundle;
  #seeds;
  #worker;
  #planted = 0;
  /** What waits for the thread's next word. */
  #heard;

  constructor(bundle, seeds) {
    this.#bundle = bundle;
    this.#seeds = seeds;
  }

  profile() {
    return this.#ask({ ask: 'profile' }, 5 * HANGS_MS);
  }

  /** Who notices this fault: `{ caught, by }`, both undefined when nobody does. */
  async plant({ id }, { always, ...plan }) {
    // What is only worked out while it is loaded wants a thread of its own.
    if (always || ++this.#planted % LIVES === 0) await this.close();
    const result = await this.#ask({ fault: id, ...plan }, HANGS_MS, always ? id : 0);
    // A test that failed in the middle has its say later.
    const isClean = result.caught === undefined || result.caught.startsWith('simulation') || result.caught.startsWith('tests');
    if (always || !isClean || result.isLate) await this.close();
    return result;
  }

  async close() {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #ask(question, patience, fault = 0) {
    this.#worker ??= this.#started(fault);
    const worker = this.#worker;
    return new Promise((resolve) => {
      const end = (result) => {
        clearTimeout(timer);
        this.#heard = undefined;
        resolve(result);
      };
      const timer = setTimeout(() => end({ caught: 'endless' }), patience);
      this.#heard = (message) => (message.alive ? timer.refresh() : end(message));
      worker.postMessage(question);
    });
  }

  #started(fault) {
    const worker = new Worker(new URL('mutation-worker.mjs', import.meta.url), {
      workerData: { bundle: this.#bundle, seeds: this.#seeds, fault },
      stdout: true,
      stderr: true,
      resourceLimits: { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 1_000 },
    });
    const hear = (message) => {
      if (worker === this.#worker) this.#heard?.(message);
    };
    worker.on('message', hear);
    worker.on('error', (error) => hear({ caught: `threw: ${error.message}` }));
    worker.on('exit', () => hear({ caught: 'ended early' }));
    return worker;
  }
}
