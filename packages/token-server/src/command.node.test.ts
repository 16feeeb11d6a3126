import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmulators, Tokens } from '@call-elements/emulators';
import type { Emulators } from '@call-elements/emulators';
import { expect } from 'chai';

const command = fileURLToPath(new URL('../bin/call-elements-tokens.js', import.meta.url));
const AGORA_APP_ID = '0123456789abcdef0123456789abcdef';
const AGORA_APP_CERTIFICATE = 'fedcba9876543210fedcba9876543210';

describe('call-elements-tokens', function () {
  this.timeout(20_000);
  const folder = join(tmpdir(), `call-elements-tokens-${process.pid}`);
  let running: ChildProcess | undefined;
  let emulators: Emulators | undefined;
  before(() => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'authorize.mjs'), 'export default (request, { userId }) => request.headers.get("cookie") === `session=${userId}`;');
    writeFileSync(join(folder, 'nothing.mjs'), 'export const authorize = () => true;');
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(async () => {
    running?.kill();
    await emulators?.close();
    emulators = undefined;
  });

  const whole = { AGORA_APP_ID, AGORA_APP_CERTIFICATE, TOKENS_AUTHORIZE: join(folder, 'authorize.mjs') };
  const easemob = { EASEMOB_APP_KEY: 'demo#calls', EASEMOB_CLIENT_ID: 'id', EASEMOB_CLIENT_SECRET: 'north' };

  function start(args: readonly string[], env: Record<string, string>): ChildProcess {
    const { PATH, TSX_TSCONFIG_PATH } = process.env;
    // As this runs: from the sources.
    running = spawn(process.execPath, [...process.execArgv, command, ...args], { env: { PATH, TSX_TSCONFIG_PATH, ...env } });
    running.stdout!.setEncoding('utf8');
    running.stderr!.setEncoding('utf8');
    return running;
  }

  async function addressOf(server: ChildProcess): Promise<string> {
    const [line] = (await once(server.stdout!, 'data')) as [string];
    return /http:\S+/.exec(line)![0];
  }

  const askAt = (url: string, cookie: string): Promise<Response> =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify({ userId: 'alice' }) });

  it('serves tokens to those whom the module lets have them', async () => {
    const address = await addressOf(start(['--port', '0', '--lifetime', '90'], { ...whole, TURN_URLS: 'turn:a turns:b', TURN_SECRET: 'north' }));
    expect(address).to.match(/^http:\/\/127\.0\.0\.1:\d+\/tokens$/);
    const ask = (cookie: string, url = address): Promise<Response> => askAt(url, cookie);

    const answer = await ask('session=alice');
    const { rtmToken, iceServers } = (await answer.json()) as { rtmToken: string; iceServers: { urls: string[] }[] };
    const verdict = new Tokens(AGORA_APP_ID, AGORA_APP_CERTIFICATE).verifyRtm(rtmToken, 'alice');
    expect(verdict.ok && verdict.expiresAt).to.be.within(Date.now(), Date.now() + 90_000);
    expect(iceServers[0]!.urls).to.deep.equal(['turn:a', 'turns:b']);
    expect((await ask('session=bob')).status).to.equal(403);
    expect((await ask('session=alice', address.replace('tokens', 'other'))).status).to.equal(404);
  });

  it("serves Easemob's without Agora's", async () => {
    emulators = await startEmulators({ clientSecret: easemob.EASEMOB_CLIENT_SECRET });
    const { TOKENS_AUTHORIZE } = whole;
    const address = await addressOf(start(['--port', '0'], { ...easemob, TOKENS_AUTHORIZE, EASEMOB_API_URL: `http://127.0.0.1:${emulators.ports.http}` }));
    const answer = (await (await askAt(address, 'session=alice')).json()) as object;
    expect(answer).to.have.all.keys('userId', 'easemobToken', 'expiresAt');
  });

  for (const [what, args, env, says] of [
    ['without all that it needs', [], {}, 'Neither AGORA_APP_ID and AGORA_APP_CERTIFICATE nor EASEMOB_APP_KEY, EASEMOB_CLIENT_ID, EASEMOB_CLIENT_SECRET are set.'],
    ['with half of Agora', [], { AGORA_APP_ID, TOKENS_AUTHORIZE: 'x' }, 'AGORA_APP_CERTIFICATE is not set.'],
    ['with less than all of Easemob', [], { ...whole, EASEMOB_API_URL: 'https://a1.easemob.com', EASEMOB_CLIENT_ID: 'id' }, 'EASEMOB_APP_KEY, EASEMOB_CLIENT_SECRET are not set.'],
    ['with an Easemob that is nowhere', [], { ...whole, ...easemob, EASEMOB_API_URL: 'a1' }, 'easemob.apiUrl must be the address'],
    ['without knowing who may have tokens', [], { ...whole, TOKENS_AUTHORIZE: '' }, 'TOKENS_AUTHORIZE is not set.'],
    ['with a certificate that is none', [], { ...whole, AGORA_APP_CERTIFICATE: `${AGORA_APP_CERTIFICATE}0` }, 'appCertificate must be the 32 hexadecimal digits'],
    ['with a module that is not there', [], { ...whole, TOKENS_AUTHORIZE: './none.mjs' }, 'TOKENS_AUTHORIZE "./none.mjs" could not be loaded'],
    ['with a module that exports nothing by default', [], { ...whole, TOKENS_AUTHORIZE: join(folder, 'nothing.mjs') }, 'has no default export'],
    ['with half of TURN', [], { ...whole, TURN_URLS: 'turn:a' }, 'TURN_URLS and TURN_SECRET come together.'],
    ['on a port that is none', ['--port', 'http'], whole, '--port "http" is no port'],
    ['with tokens that last for ever', ['--lifetime', 'ever'], whole, 'lifetime must be a whole number of seconds'],
    ['with what it does not know', ['--open'], whole, "Unknown option '--open'"],
  ] as const) {
    it(`does not start ${what}, and says so`, async () => {
      const child = start(args, env);
      const [text, [code]] = await Promise.all([child.stderr!.toArray(), once(child, 'exit')]);
      expect(code).to.equal(1);
      expect(text.join('')).to.include(`call-elements-tokens: `).and.include(says).and.include('Use it as in:');
      expect(text.join('')).not.to.include(AGORA_APP_CERTIFICATE);
    });
  }
});
