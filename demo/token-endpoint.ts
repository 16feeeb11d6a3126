import type { Connect, Plugin } from 'vite';
// By its path: under its name it is there once it was built, and the demo starts without that.
import { createTokenHandler, toNodeListener } from '../packages/token-server/src/index.ts';
import type { TokenServerOptions } from '../packages/token-server/src/index.ts';

const PATH = '/tokens';
const LOOPBACK = /^(::1|(::ffff:)?127(\.\d+){3})$/;
const LOCAL_HOST = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

type Apps = Pick<TokenServerOptions, 'appId' | 'appCertificate' | 'easemob'>;
type Env = Readonly<Record<string, string | undefined>>;

/** By the machine that asks, and by the page that does: browsers let no page choose these headers. */
function isOwnPage({ headers, socket }: Connect.IncomingMessage): boolean {
  const { host = '', origin = '', 'sec-fetch-site': site = 'same-origin' } = headers;
  // The host as well: a name of elsewhere may lead here.
  return LOOPBACK.test(socket.remoteAddress ?? '') && LOCAL_HOST.test(host) && origin === `http://${host}` && site === 'same-origin';
}

/** Answers `POST /tokens` of the demo's own pages on this machine: anybody who sits here may be any user. */
export function tokens(apps: Apps): Connect.NextHandleFunction {
  const listener = toNodeListener(createTokenHandler({ ...apps, authorize: () => true }));
  return (request, response, next) => {
    if (request.url?.split('?')[0] !== PATH) return next();
    if (isOwnPage(request)) return void listener(request, response, next);
    response.statusCode = 403;
    response.setHeader('content-type', 'application/json');
    response.end('{"error":"Tokens are for pages of this server, on this machine."}');
  };
}

/** Those for which all is there that tokens take. */
function appsIn(env: Env): Apps | undefined {
  const { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: appCertificate } = env;
  const { EASEMOB_APP_KEY: appKey, EASEMOB_CLIENT_ID: clientId, EASEMOB_CLIENT_SECRET: clientSecret, EASEMOB_API_URL: apiUrl } = env;
  const agora = appId && appCertificate ? { appId, appCertificate } : undefined;
  const easemob = appKey && clientId && clientSecret ? { appKey, clientId, clientSecret, apiUrl: apiUrl || undefined } : undefined;
  return agora || easemob ? { ...agora, easemob } : undefined;
}

/** What the phone's provider is given: of each service that which is there. */
export function phoneAttributes(env: Env): string {
  const all = { 'app-id': env['AGORA_APP_ID'], 'app-key': env['EASEMOB_APP_KEY'], 'token-endpoint': appsIn(env) && PATH };
  const attributes = Object.entries(all).map(([name, value]) => (value ? ` ${name}="${value}"` : ''));
  return attributes.join('');
}

/**
 * Serves tokens next to the pages when AGORA_APP_ID and AGORA_APP_CERTIFICATE are set, or EASEMOB_APP_KEY, EASEMOB_CLIENT_ID and
 * EASEMOB_CLIENT_SECRET, and has the phone use them, unless its address says otherwise. No secret gets into a page.
 */
export function tokenEndpoint(env: Env = process.env): Plugin {
  const apps = appsIn(env);
  const isPhone = (page: string): boolean => page.endsWith('phone.html');
  const serve = ({ middlewares }: { middlewares: Connect.Server }): void => {
    if (apps) middlewares.use(tokens(apps));
  };
  return {
    name: 'token-endpoint',
    configureServer: serve,
    configurePreviewServer: serve,
    transformIndexHtml: (html, { path }) => (isPhone(path) ? html.replace('<call-provider', `$&${phoneAttributes(env)}`) : html),
  };
}
