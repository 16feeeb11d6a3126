// npm run emulators: Agora and Easemob on this machine and the demo with it, until Ctrl+C.
import { program } from './run.mjs';
import { setup } from './setup.mjs';

// Whoever looks at it has a browser.
setup({ browser: false });
process.exitCode = await program('packages/emulators/cli.ts', process.argv.slice(2));
