import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createTokenHandler } from './handler.ts';
import type { TokenHandler } from './handler.ts';
import { toNodeListener } from './node-listener.ts';
import type { Authorize, TokenServerOptions } from './options.ts';

const PATH = '/tokens';

/** Of each service, all or none. */
const AGORA = ['AGORA_APP_ID', 'AGORA_APP_CERTIFICATE'];
const EASEMOB = ['EASEMOB_APP_KEY', 'EASEMOB_CLIENT_ID', 'EASEMOB_CLIENT_SECRET'];

const USAGE = `Use it as in:
  AGORA_APP_ID=… AGORA_APP_CERTIFICATE=… TOKENS_AUTHORIZE=./authorize.mjs call-elements-tokens --port 8787

  AGORA_APP_ID           32 hexadecimal digits
  AGORA_APP_CERTIFICATE  32 hexadecimal digits
  EASEMOB_APP_KEY        for Easemob, beside Agora's or in place of them: org#app
  EASEMOB_CLIENT_ID, EASEMOB_CLIENT_SECRET
                         of this app at Easemob
  EASEMOB_API_URL        where its REST service is; default https://a1.easemob.com
  TOKENS_AUTHORIZE       a module whose default export is authorize(request, { userId, roomId }): true for those who may have tokens
  TURN_URLS, TURN_SECRET a TURN server's addresses, with spaces between them, and its shared secret (optional)
  --port, --host         where to listen; default 8787, 127.0.0.1
  --lifetime             seconds that tokens are good for; default 3600`;

type Env = Readonly<Record<string, string | undefined>>;

interface Flags {
  readonly port: number;
  readonly host: string;
  readonly lifetime: number;
}

/** Starts the server and says where. Resolves with the exit code of a command that could not start. */
export async function main(args: readonly string[], env: Env): Promise<number> {
  try {
    const { port, host, ...flags } = readFlags(args);
    const handler = createTokenHandler(await readOptions(env, flags));
    const server = createServer(toNodeListener(onlyTokens(handler)));
    server.listen(port, host);
    await once(server, 'listening');
    const { port: actual } = server.address() as AddressInfo;
    process.stdout.write(`Tokens: POST http://${host.includes(':') ? `[${host}]` : host}:${actual}${PATH}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`call-elements-tokens: ${(error as Error).message}\n\n${USAGE}\n`);
    return 1;
  }
}

function readFlags(args: readonly string[]): Flags {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { port: { ...text, default: '8787' }, host: { ...text, default: '127.0.0.1' }, lifetime: { ...text, default: '3600' } } });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port "${values.port}" is no port: those are numbers from 0, for any that is free, to 65535.`);
  return { port, host: values.host, lifetime: Number(values.lifetime) };
}

async function readOptions(env: Env, { lifetime }: Pick<Flags, 'lifetime'>): Promise<TokenServerOptions> {
  const { TOKENS_AUTHORIZE: authorize = '', TURN_URLS: urls, TURN_SECRET: secret } = env;
  const apps = readApps(env);
  if (!urls !== !secret) throw new Error('TURN_URLS and TURN_SECRET come together.');
  const turn = urls && secret ? { urls: urls.trim().split(/\s+/), secret } : undefined;
  return { ...apps, authorize: await loadAuthorize(authorize), lifetime, turn };
}

function readApps(env: Env): Pick<TokenServerOptions, 'appId' | 'appCertificate' | 'easemob'> {
  const isMeant = (names: readonly string[]): boolean => names.some((name) => env[name]);
  const [agora, easemob] = [isMeant(AGORA), isMeant([...EASEMOB, 'EASEMOB_API_URL'])];
  if (!agora && !easemob) throw new Error(`Neither ${AGORA.join(' and ')} nor ${EASEMOB.join(', ')} are set.`);
  const missing = [...(agora ? AGORA : []), ...(easemob ? EASEMOB : []), 'TOKENS_AUTHORIZE'].filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set.`);
  return {
    ...(agora && { appId: env['AGORA_APP_ID'], appCertificate: env['AGORA_APP_CERTIFICATE'] }),
    ...(easemob && { easemob: { appKey: env['EASEMOB_APP_KEY']!, clientId: env['EASEMOB_CLIENT_ID']!, clientSecret: env['EASEMOB_CLIENT_SECRET']!, apiUrl: env['EASEMOB_API_URL'] || undefined } }),
  };
}

async function loadAuthorize(file: string): Promise<Authorize> {
  const load = import(pathToFileURL(resolve(file)).href) as Promise<{ default?: unknown }>;
  const { default: authorize } = await load.catch((error: unknown) => {
    throw new Error(`TOKENS_AUTHORIZE "${file}" could not be loaded: ${String(error)}`);
  });
  if (typeof authorize !== 'function') throw new Error(`TOKENS_AUTHORIZE "${file}" has no default export that is a function authorize(request, { userId, roomId }).`);
  return authorize as Authorize;
}

function onlyTokens(handler: TokenHandler): TokenHandler {
  return async (request) => (new URL(request.url).pathname === PATH ? handler(request) : Response.json({ error: `There is only ${PATH} here.` }, { status: 404 }));
}
