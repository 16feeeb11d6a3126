// All faults are in one text, and one of them counts at a time: looks for the first rule or test that notices it.
import { parentPort, workerData } from 'node:worker_threads';

Error.stackTraceLimit = 0;
const { bundle, fault: plantedFromTheStart = 0, seeds } = workerData;
/** Most tests take a few milliseconds of a simulated clock; one whose promise never comes is given up. */
const TEST_MS = 2_000;

const tests = [];
collectTests();
// What is worked out while the sources are loaded is broken from then on.
globalThis.__planted = plantedFromTheStart;
const { engine, runSchedule, play, ONCE_BROKEN } = await import(bundle);
const schedules = [...ONCE_BROKEN.map(({ name, schedule }) => ({ name, run: () => play(schedule) })), ...Array.from({ length: seeds }, (_none, index) => ({ name: `seed ${index + 1}`, run: () => runSchedule(index + 1) }))];

/** As much of mocha as the tests of the engine use; they are run a hundred thousand times. */
function collectTests() {
  let suite = { title: '', hooks: [] };
  globalThis.describe = (title, define) => {
    const outer = suite;
    suite = { title: `${outer.title}${title} `, hooks: [...outer.hooks] };
    define.call({ timeout() {} });
    suite = outer;
  };
  globalThis.beforeEach = (hook) => void suite.hooks.push(hook);
  globalThis.it = (title, run) => {
    const { hooks } = suite;
    tests.push({ name: `${suite.title}${title}`, run: async () => {
      for (const hook of hooks) await hook();
      await run.call({ timeout() {} });
    } });
  };
}

async function playOne(index) {
  engine.begin();
  const { violation } = await schedules[index].run();
  return violation && { caught: `simulation: ${schedules[index].name}: ${violation}`, by: index };
}

async function testOne(index, ms = TEST_MS) {
  engine.begin();
  let timer;
  const late = new Promise((_resolve, reject) => (timer = setTimeout(() => reject(new Error('late')), ms)));
  try {
    await Promise.race([tests[index].run(), late]);
    return undefined;
  } catch (error) {
    return { caught: `tests: ${tests[index].name}`, by: index, isLate: error.message === 'late' };
  } finally {
    clearTimeout(timer);
  }
}

async function firstOf(order, one) {
  for (const [nth, index] of order.entries()) {
    if (nth % 5 === 0) parentPort.postMessage({ alive: true });
    const found = await one(index);
    if (found) return found;
  }
  return undefined;
}

/** What each schedule and each test comes by. */
async function profile() {
  const atLoad = engine.taken();
  const met = { schedules: [], tests: [] };
  const noted = async (one, into) => {
    const found = await one;
    into.push(engine.taken());
    return found;
  };
  const caught = (await firstOf([...schedules.keys()], (index) => noted(playOne(index), met.schedules))) ?? (await firstOf([...tests.keys()], (index) => noted(testOne(index, 60_000), met.tests)));
  return caught ?? { atLoad, ...met };
}

// A test that went wrong in the middle goes on somewhere, and nobody waits for that.
process.on('unhandledRejection', () => {});

parentPort.on('message', async ({ fault, schedules: order, tests: thenTests, ask }) => {
  if (ask === 'profile') return parentPort.postMessage(await profile());
  engine.plant(fault);
  const found = (await firstOf(order, playOne)) ?? (await firstOf(thenTests, testOne));
  engine.plant(0);
  return parentPort.postMessage({ caught: undefined, ...found });
});
