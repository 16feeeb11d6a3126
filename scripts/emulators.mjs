// npm run emulators -- --port 9443 --certificate <32 hexadecimal digits>: Agora on this machine, until Ctrl+C.
import { program } from './run.mjs';
import { setup } from './setup.mjs';

// Whoever looks at it has a browser.
setup({ browser: false });
process.exitCode = await program('packages/emulators/cli.ts', process.argv.slice(2));
