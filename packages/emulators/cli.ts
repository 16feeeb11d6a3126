import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startEmulators } from '@call-elements/emulators';
import type { Emulators, EmulatorsOptions } from '@call-elements/emulators';
import { findChromium } from '../../scripts/chromium.mjs';
import { startDemo } from '../../scripts/demo-server.mjs';

const USAGE = 'Use it as in: npm run emulators, or PORT=8080 npm run emulators -- --port 9443 --udp-port 9444 --certificate 0123456789abcdef0123456789abcdef; --no-tokens lets everybody in without';

function readOptions(): EmulatorsOptions {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '9443' },
      'udp-port': { type: 'string', default: '0' },
      'app-id': { type: 'string' },
      certificate: { type: 'string', default: randomBytes(16).toString('hex') },
      'no-tokens': { type: 'boolean', default: false },
    },
  });
  const certificate = values['no-tokens'] ? undefined : values.certificate;
  return { port: portIn('--port', values.port), udpPort: portIn('--udp-port', values['udp-port']), appId: values['app-id'], certificate };
}

function portIn(name: string, value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`${name} "${value}" is no port: those are numbers from 0, for any that is free, to 65535.`);
}

/** What the demo's server reads: its pages get the app id, and with a certificate tokens. */
function environment({ appId, options }: Emulators): Record<string, string> {
  return { AGORA_APP_ID: appId, ...(options.certificate && { AGORA_APP_CERTIFICATE: options.certificate }) };
}

function describe(emulators: Emulators, demo: string): string {
  const { ports, chromiumFlags } = emulators;
  const env = Object.entries(environment(emulators));
  const phone = (user: string, to: string): string => `'${demo}/phone.html?${new URLSearchParams({ user, to, signal: 'rtm', media: 'agora' })}'`;
  // Chromium has no sandbox for root.
  const flags = [...chromiumFlags, '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const command = [`${findChromium() ?? 'chromium'} --user-data-dir="$(mktemp -d)"`, ...flags.map((flag) => `'${flag}'`), phone('alice', 'bob'), phone('bob', 'alice')];
  return `
  Agora on this machine (access points, RTM, RTC), and the demo

  HTTPS, WebSocket       127.0.0.1:${ports.tcp}
  Media (UDP)            127.0.0.1:${ports.udp}
  Demo                   ${demo}
${env.map(([name, value]) => `  ${name.padEnd(23)}${value}\n`).join('')}
  Two users in a Chromium that takes this for Agora, with a fake camera and microphone:

  ${command.join(' \\\n    ')}

  Another server of pages, for this Agora: ${env.map((pair) => pair.join('=')).join(' ')} npm start

  Ctrl+C stops it.
`;
}

try {
  const demoPort = portIn('PORT', process.env['PORT'] ?? '8000');
  const emulators = await startEmulators(readOptions());
  delete process.env['AGORA_APP_CERTIFICATE'];
  Object.assign(process.env, environment(emulators));
  console.log(describe(emulators, await startDemo(demoPort)));
} catch (error) {
  console.error(`${(error as Error).message}\n${USAGE}`);
  process.exit(1);
}
