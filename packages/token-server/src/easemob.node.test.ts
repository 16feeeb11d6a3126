import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEmulators, Tokens } from '@call-elements/emulators';
import type { Emulators } from '@call-elements/emulators';
import { expect } from 'chai';
import { EasemobTokens } from './easemob.ts';
import { createTokenHandler } from './handler.ts';
import type { TokenAnswer } from './handler.ts';
import type { TokenServerOptions } from './options.ts';

const CLIENT_SECRET = 'very-secret';
const agora = { appId: '0123456789abcdef0123456789abcdef', appCertificate: 'fedcba9876543210fedcba9876543210' };
const turn = { urls: 'turn:x', secret: 'north' };

interface Asked {
  readonly grant_type: string;
  readonly username?: string;
}

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Between the token server and REST: notes what is asked, and answers some of it itself. */
class Relay {
  readonly asked: string[] = [];
  /** Undefined: what REST says. */
  instead: (asked: Asked) => Reply | undefined = () => undefined;
  readonly #server: Server;

  constructor(target: () => string) {
    this.#server = createServer(async (request, response) => {
      const body = (await request.setEncoding('utf8').toArray()).join('');
      const asked = JSON.parse(body) as Asked;
      this.asked.push(asked.grant_type);
      const reply = this.instead(asked) ?? (await forward(`${target()}${request.url}`, request.headers.authorization, body));
      response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
    });
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

async function forward(url: string, authorization: string | undefined, body: string): Promise<Reply> {
  const response = await fetch(url, { method: 'POST', headers: { ...(authorization && { authorization }) }, body });
  return { status: response.status, body: await response.text() };
}

const failureOf = (promise: Promise<unknown>): Promise<Error> => promise.then(() => expect.fail('it worked'), (error: Error) => error);

describe("createTokenHandler, with Easemob's tokens", () => {
  let emulators: Emulators;
  let relay: Relay;
  let relayUrl: string;
  const restUrl = (): string => `http://127.0.0.1:${emulators.ports.http}`;

  before(async () => {
    emulators = await startEmulators({ clientSecret: CLIENT_SECRET });
  });
  after(() => emulators.close());
  beforeEach(async () => {
    relay = new Relay(restUrl);
    relayUrl = await relay.open();
  });
  afterEach(() => {
    relay.close();
    emulators.heal();
  });

  const app = (): NonNullable<TokenServerOptions['easemob']> => ({ appKey: 'demo#calls', clientId: 'id', clientSecret: CLIENT_SECRET, apiUrl: relayUrl });
  const serve = (options: Partial<TokenServerOptions> = {}): ((userId: string) => Promise<Response>) => {
    const handler = createTokenHandler({ easemob: app(), authorize: () => true, ...options });
    return (userId) => handler(new Request('https://shop.example/tokens', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ userId }) }));
  };
  const answerOf = async (response: Promise<Response>): Promise<TokenAnswer> => (await (await response).json()) as TokenAnswer;

  /** When the service says that a token of this user ends; undefined: it is none. */
  async function endOf(token: string | undefined, userId: string): Promise<number | undefined> {
    const response = await fetch(`${restUrl()}/demo/calls/sdk/users/${userId}/token/expires`, { headers: { authorization: `Bearer ${token}` } });
    return response.ok ? ((await response.json()) as { expire_timestamp: number }).expire_timestamp : undefined;
  }

  it('gives one that is good for this user alone, who has an account from then on', async () => {
    emulators.easemob.policy.accounts = 'registered';
    emulators.easemob.register('bob', 'secret');
    const { easemobToken } = await answerOf(serve()('alice'));
    expect(await endOf(easemobToken, 'alice')).to.be.a('number');
    expect(await endOf(easemobToken, 'bob')).to.equal(undefined);
  });

  it('gives it alone, or beside those of Agora', async () => {
    expect(await answerOf(serve()('alice'))).to.have.all.keys('userId', 'easemobToken', 'expiresAt');
    const answer = await answerOf(serve(agora)('alice'));
    expect(answer).to.have.all.keys('userId', 'easemobToken', 'rtcToken', 'rtmToken', 'expiresAt');
    expect(new Tokens(agora.appId, agora.appCertificate).verifyRtm(answer.rtmToken, 'alice').ok).to.equal(true);
  });

  it('says when the first of all ends', async () => {
    const started = Math.floor(Date.now() / 1000) * 1000;
    const secondsOf = async (options: Partial<TokenServerOptions>): Promise<number> => {
      const { expiresAt, easemobToken } = await answerOf(serve(options)('alice'));
      expect(expiresAt).to.be.most((await endOf(easemobToken, 'alice')) ?? Infinity);
      return (expiresAt - started) / 1000;
    };
    expect(await secondsOf({ lifetime: 90 })).to.be.within(90, 100);
    expect(await secondsOf({ ...agora, lifetime: 90 })).to.be.within(90, 100);
    expect(await secondsOf({ lifetime: 90, turn: { ...turn, lifetime: 60 } })).to.be.within(60, 70);
    // The service may give less than it was asked for.
    relay.instead = ({ grant_type: grant }) => (grant === 'inherit' ? { body: '{"access_token":"short","expires_in":30}' } : undefined);
    expect(await secondsOf({ ...agora, lifetime: 90 })).to.be.within(30, 40);
  });

  it('shows the secret once, for many users at a time and those who come later', async () => {
    const ask = serve();
    await Promise.all(['alice', 'bob', 'carol'].map(ask));
    await ask('dave');
    expect(relay.asked).to.deep.equal(['client_credentials', 'inherit', 'inherit', 'inherit', 'inherit']);
  });

  it('shows it again shortly before the end of what it got for it', async () => {
    let seconds = 59;
    relay.instead = ({ grant_type: grant }) => (grant === 'client_credentials' ? { body: `{"access_token":"app","expires_in":${seconds}}` } : { body: '{"access_token":"user","expires_in":90}' });
    const ask = serve();
    await ask('alice');
    seconds = 600;
    await ask('alice');
    await ask('alice');
    expect(relay.asked).to.deep.equal(['client_credentials', 'inherit', 'client_credentials', 'inherit', 'inherit']);
  });

  it('and when the service does not know that any more, but not for ever', async () => {
    const ask = serve();
    await ask('alice');
    await emulators.close();
    emulators = await startEmulators(emulators.options);
    const { easemobToken } = await answerOf(ask('alice'));
    expect(await endOf(easemobToken, 'alice')).to.be.a('number');
    relay.asked.length = 0;
    relay.instead = ({ grant_type: grant }) => (grant === 'inherit' ? { status: 401, body: '{"error":"unauthorized"}' } : undefined);
    expect((await failureOf(ask('alice'))).message).to.equal(`No token from Easemob's REST service (${relayUrl}): it answered 401 (unauthorized).`);
    expect(relay.asked).to.deep.equal(['inherit', 'client_credentials', 'inherit']);
  });

  it('asks for nobody whom authorize refuses, and for no name that cannot be', async () => {
    expect((await serve({ authorize: () => false })('alice')).status).to.equal(403);
    for (const userId of ['a b', 'alice@example.com', '../alice', 'é']) {
      const response = await serve()(userId);
      expect([response.status, await response.text()]).to.deep.equal([400, '{"error":"userId must be a string of 1 to 64 letters, digits, _, - or . for Easemob."}']);
    }
    expect(relay.asked).to.deep.equal([]);
  });

  describe('rejects, with an error that tells no secret,', () => {
    const rejects = async (why: string, options: Partial<TokenServerOptions> = {}): Promise<void> => {
      const { easemob = app() } = options;
      const error = await failureOf(serve(options)('alice'));
      expect(error.message).to.equal(`No token from Easemob's REST service (${easemob.apiUrl}): ${why}.`);
      // All that a log might write of it.
      expect(JSON.stringify([error, error.stack, error.cause, Object.getOwnPropertyNames(error)])).not.to.match(/very-secret|YWMt/);
    };

    it('when the service is down, and gives tokens when it is back', async () => {
      const ask = serve({ easemob: { ...app(), apiUrl: restUrl() } });
      emulators.easemob.rest = 'reset';
      expect((await failureOf(ask('alice'))).message).to.equal(`No token from Easemob's REST service (${restUrl()}): it could not be reached (ECONNRESET).`);
      emulators.easemob.rest = { status: 503 };
      expect((await failureOf(ask('alice'))).message).to.equal(`No token from Easemob's REST service (${restUrl()}): it answered 503.`);
      emulators.easemob.rest = 'up';
      expect((await ask('alice')).status).to.equal(200);
    });

    it('when nobody answers in time', async () => {
      emulators.easemob.rest = 'silent';
      const error = await failureOf(new EasemobTokens({ ...app(), apiUrl: restUrl() }, 50).tokenFor('alice', 60));
      expect(error.message).to.equal(`No token from Easemob's REST service (${restUrl()}): it did not answer within 0.05 s.`);
    });

    it('when the secret is wrong, or the app', async () => {
      await rejects('it answered 400 (invalid_grant)', { easemob: { ...app(), clientSecret: 'very-secret-too' } });
      await rejects('it answered 404', { easemob: { ...app(), appKey: 'demo#another' } });
    });

    it('when it is sent elsewhere, where the secret does not go', async () => {
      relay.instead = () => ({ status: 307, headers: { location: `${restUrl()}/demo/calls/token` } });
      await rejects('it answered 307');
      expect(relay.asked).to.have.length(1);
    });

    it('when the answer is none', async () => {
      for (const body of ['{"access_token":"YWMt1","expires', '{"access_token":"YWMt1"}', '{"access_token":"","expires_in":60}', '{"access_token":"YWMt1","expires_in":0}', 'null', '']) {
        relay.instead = () => ({ body });
        await rejects('its answer has no access_token with expires_in');
      }
    });
  });
});
