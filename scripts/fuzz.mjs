// npm run fuzz -- --messages 10000000 | --seed N: mutated messages, to the decoder and into whole calls, on all processors; or one round of them.
import { availableParallelism } from 'node:os';
import { program } from './run.mjs';
import { setup } from './setup.mjs';

setup({ browser: false });
const args = process.argv.slice(2);
const parts = args.includes('--seed') ? 1 : availableParallelism();
const codes = await Promise.all(Array.from({ length: parts }, (_, part) => program('packages/core/src/testing/fuzz/run.node.ts', [...args, '--part', String(part), '--parts', String(parts)])));
process.exitCode = Math.max(...codes);
