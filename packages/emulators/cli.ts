import { parseArgs } from 'node:util';
import { startEmulators } from '@call-elements/emulators';
import type { Emulators, EmulatorsOptions } from '@call-elements/emulators';

/** Where `npm start` puts the demo. */
const DEMO = 'http://localhost:8000/phone.html';
/** The RTC service knows users by numbers. */
const USERS = ['1', '2'] as const;

function readOptions(): EmulatorsOptions {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '9443' },
      'udp-port': { type: 'string', default: '0' },
      'app-id': { type: 'string' },
      certificate: { type: 'string' },
    },
  });
  return { port: portIn('port', values.port), udpPort: portIn('udp-port', values['udp-port']), appId: values['app-id'], certificate: values.certificate };
}

function portIn(name: string, value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`--${name} "${value}" is no port: those are numbers from 0, for any that is free, to 65535.`);
}

function demoUrl(appId: string, user: string, to: string): string {
  return `${DEMO}?${new URLSearchParams({ user, to, signal: 'rtm', media: 'agora', 'app-id': appId })}`;
}

const quoted = (text: string): string => `'${text}'`;

function describe({ appId, ports, chromiumFlags, tokens, options }: Emulators): string {
  const [one, two] = USERS;
  const token = (user: string): string => `  Token of ${user}      ${tokens.both(user, '*', 0, { expiresIn: 24 * 3600 })}\n`;
  return `
  Agora's access points, RTM and RTC on this machine

  HTTPS, WebSocket  127.0.0.1:${ports.tcp}
  Media (UDP)       127.0.0.1:${ports.udp}
  App id            ${appId}
${options.certificate === undefined ? '  Tokens            none needed\n' : USERS.map(token).join('')}
  With the demo running (npm start), this opens two users in a Chromium that takes these for Agora:

  chromium --user-data-dir="$(mktemp -d)" --use-fake-ui-for-media-stream --use-fake-device-for-media-stream \\
    ${chromiumFlags.map(quoted).join(' \\\n    ')} \\
    ${quoted(demoUrl(appId, one, two))} \\
    ${quoted(demoUrl(appId, two, one))}

  Ctrl+C stops it.
`;
}

try {
  console.log(describe(await startEmulators(readOptions())));
} catch (error) {
  console.error(`${(error as Error).message}\nUse it as in: npm run emulators -- --port 9443 --udp-port 9444 --certificate 0123456789abcdef0123456789abcdef`);
  process.exitCode = 1;
}
