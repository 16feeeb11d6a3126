// Runs inside the page of mount-cycles.test.ts, before its own scripts.
import type {} from '@call-elements/elements';
import type {} from './any-page.ts';
import type {} from './probe.ts';

type Timer = ReturnType<typeof setTimeout>;

/** Timers of everybody, not only those of the engine. */
const waiting = new Set<Timer | undefined>();

function countTimers(): void {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const counted: typeof setTimeout = ((run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const timer = setTimeout(() => {
      waiting.delete(timer);
      run(...args);
    }, ms);
    waiting.add(timer);
    return timer;
  }) as typeof setTimeout;
  const countedInterval = ((run: () => void, ms?: number) => {
    const timer = setInterval(run, ms);
    waiting.add(timer);
    return timer;
  }) as typeof setInterval;
  const discounted = (clear: (timer?: Timer) => void) => (timer?: Timer): void => {
    waiting.delete(timer);
    clear(timer);
  };
  Object.assign(globalThis, {
    setTimeout: counted,
    setInterval: countedInterval,
    clearTimeout: discounted(clearTimeout),
    clearInterval: discounted(clearInterval),
  });
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`never ${what}`);
    await new Promise(requestAnimationFrame);
  }
}

function mount(user: string, to: string) {
  const panel = Object.assign(document.createElement('call-panel'), { userId: to, silent: true });
  const provider = Object.assign(document.createElement('call-provider'), { id: user, userId: user });
  provider.append(panel);
  document.body.append(provider);
  return provider;
}

async function sees(user: string): Promise<void> {
  window.watched = `#${user}`;
  await until(`a moving picture for ${user}`, window.probe.remoteMoves);
}

/** Mounts Alice and Bob, lets them call until each sees the other, hangs up, unmounts. */
async function run(): Promise<void> {
  const [alice, bob] = [mount('alice', 'bob'), mount('bob', 'alice')];
  await Promise.all([alice.ready, bob.ready]);
  await alice.call('bob');
  await until('ringing', () => bob.state === 'calling');
  await bob.client!.accept();
  await until('connected', () => alice.state === 'connected' && bob.state === 'connected');
  await sees('alice');
  await sees('bob');
  await alice.client!.hangup();
  await until('over', () => alice.state === 'prepared' && bob.state === 'prepared');
  alice.remove();
  bob.remove();
  // The notes of the tests hold what they are about.
  window.probe.forget();
  for (const notes of [window.demo.states, window.demo.events] as unknown[][]) notes.length = 0;
}

/** What is still there although everything was unmounted. */
async function left(): Promise<string[]> {
  const { held = [], pending = [] } = await navigator.locks.query();
  return [...window.probe.leftovers(), ...[...held, ...pending].map(({ name }) => `lock ${name}`), ...(waiting.size ? [`${waiting.size} timers`] : [])];
}

const cycle = { run, left };

declare global {
  interface Window {
    cycle: typeof cycle;
  }
}

countTimers();
window.cycle = cycle;
