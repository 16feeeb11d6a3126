// npm run sim -- --schedules 20000 | --seed N: more schedules than the tests run, or one of them, readable.
import { program } from './run.mjs';
import { setup } from './setup.mjs';

setup({ browser: false });
process.exitCode = await program('packages/testing/src/simulation/run.node.ts', process.argv.slice(2));
