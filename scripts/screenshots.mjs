// npm run screenshots: takes the pictures in docs/ anew.
import { exitWith, program } from './run.mjs';
import { setup } from './setup.mjs';

setup();
await exitWith(program('demo/bench/screenshots.ts'));
