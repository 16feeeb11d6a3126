import type { Connect, Plugin } from 'vite';
// By its path: under its name it is there once it was built, and the demo starts without that.
import { createTokenHandler, toNodeListener } from '../packages/token-server/src/index.ts';

const PATH = '/tokens';
const LOOPBACK = /^(::1|(::ffff:)?127(\.\d+){3})$/;
const LOCAL_HOST = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/** By the machine that asks, and by the page that does: browsers let no page choose these headers. */
function isOwnPage({ headers, socket }: Connect.IncomingMessage): boolean {
  const { host = '', origin = '', 'sec-fetch-site': site = 'same-origin' } = headers;
  // The host as well: a name of elsewhere may lead here.
  return LOOPBACK.test(socket.remoteAddress ?? '') && LOCAL_HOST.test(host) && origin === `http://${host}` && site === 'same-origin';
}

/** Answers `POST /tokens` of the demo's own pages on this machine: anybody who sits here may be any user. */
export function tokens(appId: string, appCertificate: string): Connect.NextHandleFunction {
  const listener = toNodeListener(createTokenHandler({ appId, appCertificate, authorize: () => true }));
  return (request, response, next) => {
    if (request.url?.split('?')[0] !== PATH) return next();
    if (isOwnPage(request)) return void listener(request, response, next);
    response.statusCode = 403;
    response.setHeader('content-type', 'application/json');
    response.end('{"error":"Tokens are for pages of this server, on this machine."}');
  };
}

/**
 * Serves tokens next to the pages when AGORA_APP_ID and AGORA_APP_CERTIFICATE are set, and has the phone use them, unless its address says
 * otherwise. The certificate gets into no page.
 */
export function tokenEndpoint({ AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: appCertificate } = process.env): Plugin {
  const isPhone = (page: string): boolean => page.endsWith('phone.html');
  const attributes = `${appId ? ` app-id="${appId}"` : ''}${appId && appCertificate ? ` token-endpoint="${PATH}"` : ''}`;
  const serve = ({ middlewares }: { middlewares: Connect.Server }): void => {
    if (appId && appCertificate) middlewares.use(tokens(appId, appCertificate));
  };
  return {
    name: 'token-endpoint',
    configureServer: serve,
    configurePreviewServer: serve,
    transformIndexHtml: (html, { path }) => (isPhone(path) ? html.replace('<call-provider', `$&${attributes}`) : html),
  };
}
