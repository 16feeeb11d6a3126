// npm run bench: how long people wait. Prints medians, and fails when one is beyond its limit.
import { exitWith, program } from './run.mjs';
import { setup } from './setup.mjs';

setup();
await exitWith(program('demo/bench/bench.ts'));
