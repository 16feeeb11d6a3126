import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startEmulators } from '@call-elements/emulators';
import type { Emulators, EmulatorsOptions } from '@call-elements/emulators';
import { findChromium } from '../../scripts/chromium.mjs';
import { startDemo } from '../../scripts/demo-server.mjs';

const USAGE = 'Use it as in: npm run emulators, or PORT=8080 npm run emulators -- --port 9443 --http-port 9442 --udp-port 9444 --certificate 0123456789abcdef0123456789abcdef; --no-tokens lets everybody in without';

/** It is no secret, and there is one client only. */
const CLIENT_ID = 'demo';

function readOptions(): EmulatorsOptions {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '9443' },
      'http-port': { type: 'string', default: '0' },
      'udp-port': { type: 'string', default: '0' },
      'app-id': { type: 'string' },
      'app-key': { type: 'string' },
      certificate: { type: 'string', default: randomBytes(16).toString('hex') },
      'no-tokens': { type: 'boolean', default: false },
    },
  });
  const secrets = values['no-tokens'] ? {} : { certificate: values.certificate, clientSecret: randomBytes(16).toString('hex') };
  const ports = { port: portIn('--port', values.port), httpPort: portIn('--http-port', values['http-port']), udpPort: portIn('--udp-port', values['udp-port']) };
  return { ...ports, ...secrets, appId: values['app-id'], appKey: values['app-key'] };
}

function portIn(name: string, value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`${name} "${value}" is no port: those are numbers from 0, for any that is free, to 65535.`);
}

/** What servers of pages read: their phone gets the app id and the app key, and with the secrets tokens. */
function environment({ appId, appKey, ports, options }: Emulators): Record<string, string> {
  const { certificate, clientSecret } = options;
  return {
    AGORA_APP_ID: appId,
    ...(certificate && { AGORA_APP_CERTIFICATE: certificate }),
    EASEMOB_APP_KEY: appKey,
    ...(clientSecret && { EASEMOB_CLIENT_ID: CLIENT_ID, EASEMOB_CLIENT_SECRET: clientSecret, EASEMOB_API_URL: `http://127.0.0.1:${ports.http}` }),
  };
}

/** Two users who call each other, as a shell takes them. */
function phones(demo: string, signal: string): string[] {
  const phone = (user: string, to: string): string => `'${demo}/phone.html?${new URLSearchParams({ user, to, signal, media: 'agora' })}'`;
  return [phone('alice', 'bob'), phone('bob', 'alice')];
}

function describe(emulators: Emulators, demo: string): string {
  const { ports, chromiumFlags, options } = emulators;
  const env = Object.entries(environment(emulators));
  // Chromium has no sandbox for root.
  const flags = [...chromiumFlags, '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const command = [`${findChromium() ?? 'chromium'} --user-data-dir="$(mktemp -d)"`, ...flags.map((flag) => `'${flag}'`), ...phones(demo, 'rtm')];
  // Nobody gets into Easemob without a token or a password.
  const easemob = options.clientSecret && `  The same over Easemob, with these addresses in place of the last two:\n\n    ${phones(demo, 'easemob').join(' \\\n    ')}\n\n`;
  return `
  Agora (access points, RTM, RTC) and Easemob (REST, MSYNC) on this machine, and the demo

  HTTPS, WebSocket       127.0.0.1:${ports.tcp}
  REST for app servers   http://127.0.0.1:${ports.http}
  Media (UDP)            127.0.0.1:${ports.udp}
  Demo                   ${demo}
${env.map(([name, value]) => `  ${name.padEnd(23)}${value}\n`).join('')}
  Two users in a Chromium that takes this for Agora and Easemob, with a fake camera and microphone:

  ${command.join(' \\\n    ')}

${easemob ?? ''}  Another server of pages, for these services: ${env.map(([name, value]) => `${name}='${value}'`).join(' ')} npm start

  Ctrl+C stops it.
`;
}

try {
  const demoPort = portIn('PORT', process.env['PORT'] ?? '8000');
  const emulators = await startEmulators(readOptions());
  for (const name of ['AGORA_APP_CERTIFICATE', 'EASEMOB_CLIENT_ID', 'EASEMOB_CLIENT_SECRET', 'EASEMOB_API_URL']) delete process.env[name];
  Object.assign(process.env, environment(emulators));
  console.log(describe(emulators, await startDemo(demoPort)));
} catch (error) {
  console.error(`${(error as Error).message}\n${USAGE}`);
  process.exit(1);
}
