// One thread of the simulation: plays the seeds that it is given, and says what came of them.
import { parentPort, workerData } from 'node:worker_threads';

// Refusals are errors, and by the thousand; nobody reads their stacks.
Error.stackTraceLimit = 0;
const { runSchedule } = await import(workerData.bundle);

parentPort.on('message', async ({ from, count }) => {
  const sum = { count, steps: 0, connected: 0, broken: [] };
  for (let seed = from; seed < from + count; seed++) {
    const { steps, connected, violation } = await runSchedule(seed);
    sum.steps += steps;
    sum.connected += connected;
    if (violation !== undefined) sum.broken.push({ seed, violation });
  }
  parentPort.postMessage(sum);
});
