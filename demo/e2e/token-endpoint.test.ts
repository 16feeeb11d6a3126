import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tokens } from '@call-elements/emulators';
import { expect } from 'chai';
import { phoneAttributes, tokens } from '../token-endpoint.ts';
import { stageUrl } from './harness.ts';

const appId = randomBytes(16).toString('hex');
const certificate = randomBytes(16).toString('hex');

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function post(port: number, headers: Record<string, string>): Promise<Answer> {
  const request = ask({ port, host: '127.0.0.1', path: '/tokens', method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
  request.end('{"userId":"alice"}');
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode!, text: (await response.setEncoding('utf8').toArray()).join('') };
}

function isToken({ status, text }: Answer, id = appId, secret = certificate): boolean {
  if (status !== 200) return false;
  return new Tokens(id, secret).verifyRtm((JSON.parse(text) as { rtmToken: string }).rtmToken, 'alice').ok;
}

describe('tokens of the demo', () => {
  let server: Server;
  let port: number;
  let from: string | undefined;
  before(async () => {
    const middleware = tokens({ appId, appCertificate: certificate });
    server = createServer((request, response) => {
      if (from) Object.defineProperty(request.socket, 'remoteAddress', { value: from, configurable: true });
      middleware(request, response, () => response.writeHead(404).end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  beforeEach(() => {
    from = undefined;
  });
  after(() => server.close());

  for (const host of ['localhost:8000', '127.0.0.1:8000', '[::1]:8000']) {
    it(`are for pages of http://${host}`, async () => {
      expect(await post(port, { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }).then((answer) => isToken(answer))).to.equal(true);
    });
  }

  for (const [whose, headers] of [
    ['another port', { host: 'localhost:8000', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }],
    ['another site', { host: 'localhost:8000', origin: 'https://example.com', 'sec-fetch-site': 'cross-site' }],
    ['a sandbox', { host: 'localhost:8000', origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a name of elsewhere that leads here', { host: 'example.com:8000', origin: 'http://example.com:8000', 'sec-fetch-site': 'same-origin' }],
    ['a name that only begins so', { host: 'localhost.example.com', origin: 'http://localhost.example.com' }],
    ['nobody knows whom', { host: 'localhost:8000' }],
  ] as const) {
    it(`are not for pages of ${whose}`, async () => {
      const { status, text } = await post(port, headers);
      expect([status, text]).to.deep.equal([403, '{"error":"Tokens are for pages of this server, on this machine."}']);
    });
  }

  it('are not for other machines', async () => {
    const headers = { host: 'localhost:8000', origin: 'http://localhost:8000' };
    for (const address of ['192.168.1.7', '::ffff:10.0.0.1', 'fe80::1', '1127.0.0.1']) {
      from = address;
      expect((await post(port, headers)).status).to.equal(403);
    }
    for (const address of ['127.0.0.2', '::ffff:127.0.0.1', '::1']) {
      from = address;
      expect(await post(port, headers).then((answer) => isToken(answer))).to.equal(true);
    }
  });
});

describe('the phone of the demo', () => {
  const easemobApp = { EASEMOB_APP_KEY: 'org#app', EASEMOB_CLIENT_ID: 'id', EASEMOB_CLIENT_SECRET: 'secret' };

  for (const [what, env, attributes] of [
    ['nothing', {}, ''],
    ['an app id', { AGORA_APP_ID: appId }, ` app-id="${appId}"`],
    ['an app key', { EASEMOB_APP_KEY: 'org#app' }, ' app-key="org#app"'],
    ['all for Agora', { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: certificate }, ` app-id="${appId}" token-endpoint="/tokens"`],
    ['all for Easemob', easemobApp, ' app-key="org#app" token-endpoint="/tokens"'],
    ['all for Easemob, and an app id', { ...easemobApp, AGORA_APP_ID: appId }, ` app-id="${appId}" app-key="org#app" token-endpoint="/tokens"`],
  ] as const) {
    it(`is given what there is, with ${what}`, () => {
      expect(phoneAttributes(env)).to.equal(attributes);
    });
  }
});

describe('the demo, built and served with all that tokens take', () => {
  const dist = fileURLToPath(new URL('../dist', import.meta.url));

  /** As it was when the stage built the demo (stage.ts). */
  function inEnvironment(): { id: string; key: string; secret: string; clientSecret: string } {
    const { AGORA_APP_ID: id = '', AGORA_APP_CERTIFICATE: secret = '', EASEMOB_APP_KEY: key = '', EASEMOB_CLIENT_SECRET: clientSecret = '' } = process.env;
    for (const each of [secret, clientSecret]) expect(each).to.match(/^[\da-f]{32}$/);
    return { id, key, secret, clientSecret };
  }

  it('hands out tokens', async () => {
    const { host, port } = new URL(stageUrl());
    const { id, secret } = inEnvironment();
    const answer = await post(Number(port), { host, origin: `http://${host}` });
    expect(isToken(answer, id, secret)).to.equal(true);
    expect(JSON.parse(answer.text)).to.have.property('easemobToken').that.matches(/^YWMt/);
    expect((await post(Number(port), { host, origin: 'https://example.com' })).status).to.equal(403);
  });

  it('has a phone that uses them', () => {
    const { id, key } = inEnvironment();
    expect(readFileSync(join(dist, 'phone.html'), 'utf8')).to.include(`<call-provider app-id="${id}" app-key="${key}" token-endpoint="/tokens" signal="local"`);
  });

  it('has the secrets in no page, no script and no bundle', () => {
    const { secret, clientSecret } = inEnvironment();
    const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).to.include.members(['phone.html', 'script-tag.html', 'call-elements.js']);
    const isTelling = (text: string): boolean => [secret, clientSecret].some((each) => text.includes(each));
    const telling = files.filter(({ parentPath, name }) => isTelling(readFileSync(join(parentPath, name), 'latin1').toLowerCase()));
    expect(telling.map(({ name }) => name)).to.deep.equal([]);
  });
});
