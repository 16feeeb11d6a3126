// npm run bench: how long people wait, and how long the simulation takes. Prints medians, and fails when one is beyond its limit.
import { join } from 'node:path';
import { node, program } from './run.mjs';
import { root, setup } from './setup.mjs';

/** Seconds for 2,000 schedules: what can be run on every change. */
const SIMULATION_LIMIT = 20;

async function simulationInTime() {
  const start = performance.now();
  const code = await node([join(root, 'scripts/sim.mjs'), '--schedules', '2000', '--workers', '1']);
  const seconds = (performance.now() - start) / 1000;
  const kept = code === 0 && seconds < SIMULATION_LIMIT;
  console.log(`${kept ? 'ok    ' : 'FAILED'} 2,000 simulated schedules: ${seconds.toFixed(1)} s, under ${SIMULATION_LIMIT} s, no rule broken`);
  return kept;
}

setup();
const waited = (await program('demo/bench/bench.ts')) === 0;
const onAgora = (await program('demo/bench/agora.ts')) === 0;
process.exitCode = (await simulationInTime()) && waited && onAgora ? 0 : 1;
