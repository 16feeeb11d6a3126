import { expect } from 'chai';
import { ServerClock } from '../clock.ts';
import type { Answer } from '../service.ts';
import { TokenBuilder } from '../token-builder.ts';
import { Tokens } from '../tokens.ts';
import { Accounts } from './accounts.ts';
import { EASEMOB_POLICY } from './faults.ts';
import { Rest } from './rest.ts';

const APP_ID = '0123456789abcdef0123456789abcdef';
const CERTIFICATE = 'fedcba9876543210fedcba9876543210';
const HOUR = 3_600_000;

describe("Easemob's accounts", () => {
  const policy = { ...EASEMOB_POLICY };
  const clock = new ServerClock();
  let accounts: Accounts;
  let rest: Rest;
  let renewals: string[];

  beforeEach(() => {
    Object.assign(policy, EASEMOB_POLICY);
    clock.skewMs = 0;
    renewals = [];
    accounts = new Accounts(policy, new Tokens(APP_ID, CERTIFICATE));
    rest = new Rest({ appKey: 'org#app', clientSecret: 'north', accounts, clock, renewed: (userId) => void renewals.push(userId) });
  });

  function ask(method: string, path: string, { body = {}, bearer, host = 'a1.easemob.com' }: { body?: object; bearer?: string; host?: string } = {}): Answer | undefined {
    const headers = { authorization: bearer && `Bearer ${bearer}` };
    return rest.answer({ method, path, host, headers, body: Buffer.from(JSON.stringify(body)) }) as Answer | undefined;
  }

  const bodyOf = (answer?: Answer): Record<string, unknown> => JSON.parse(String(answer?.body)) as Record<string, unknown>;
  const logIn = (username: string, password: string): Answer => ask('POST', '/org/app/token', { body: { grant_type: 'password', username, password } })!;
  const described = (answer?: Answer): unknown[] => [answer?.status, bodyOf(answer)['error_description']];

  it('let anybody in with any password that is not empty, but those who have one', () => {
    accounts.register('alice', 'secret');
    expect(logIn('Alice', 'secret').status).to.equal(200);
    expect(described(logIn('alice', 'other'))).to.deep.equal([400, 'invalid password']);
    expect(described(logIn('bob', ''))).to.deep.equal([400, 'invalid password']);
    const { access_token: token, expires_in: seconds } = bodyOf(logIn('bob', 'whatever'));
    expect(seconds).to.equal(86_400);
    expect(accounts.verify(token as string, 'bob').ok).to.equal(true);
    expect(accounts.verify(token as string, 'alice')).to.deep.equal({ ok: false, fault: 'badToken' });
  });

  it('let nobody else in when only those who are registered may', () => {
    policy.accounts = 'registered';
    expect(described(logIn('bob', 'secret'))).to.deep.equal([404, 'user not found']);
    const register = (): Answer => ask('POST', '/org/app/users', { body: { username: 'Bob', password: 'secret', nickname: '' } })!;
    expect(register().status).to.equal(200);
    expect(register().status).to.equal(400);
    expect(logIn('bob', 'secret').status).to.equal(200);
    expect(accounts.verify('any token', 'bob')).to.deep.equal({ ok: false, fault: 'badToken' });
    expect(accounts.verify(accounts.mint('carol'), 'carol')).to.deep.equal({ ok: false, fault: 'noUser' });
    accounts.unregister('bob');
    expect(logIn('bob', 'secret').status).to.equal(404);
  });

  it('judge tokens by their ends', () => {
    expect(accounts.verify(accounts.mint('alice', -1), 'alice')).to.deep.equal({ ok: false, fault: 'expired' });
    const [token, other] = [accounts.mint('alice'), accounts.mint('bob')];
    accounts.expire('alice', ['used']);
    expect([token, 'used', other].map((each) => accounts.verify(each, each === other ? 'bob' : 'alice').ok)).to.deep.equal([false, false, true]);
    expect(accounts.verify('', 'alice')).to.deep.equal({ ok: false, fault: 'noToken' });
    expect(accounts.verify('whatever', 'alice').ok).to.equal(true);
  });

  it("judge Agora's tokens as such", () => {
    policy.accounts = 'registered';
    accounts.register('alice', 'secret');
    const tokens = new TokenBuilder(APP_ID, CERTIFICATE);
    expect(accounts.verify(tokens.chat('alice'), 'alice').ok).to.equal(true);
    expect(accounts.verify(tokens.chat('alice', { expiresIn: -1 }), 'alice')).to.deep.equal({ ok: false, fault: 'expired' });
    for (const bad of [tokens.rtm('alice'), tokens.chat('bob'), tokens.chat('alice', { certificate: APP_ID })]) {
      expect(accounts.verify(bad, 'alice')).to.deep.equal({ ok: false, fault: 'badToken' });
    }
  });

  it('say when a token ends, by the time that clients are told', () => {
    const expiryOf = (bearer: string): Answer => ask('GET', '/org/app/sdk/users/alice/token/expires', { bearer })!;
    clock.skewMs = HOUR;
    const end = bodyOf(expiryOf(accounts.mint('alice', 60)))['expire_timestamp'] as number;
    expect(end - Date.now() - HOUR).to.be.within(30_000, 60_000);
    expect(expiryOf(accounts.mint('bob')).status).to.equal(401);
    expect(expiryOf(accounts.mint('alice', -1)).status).to.equal(401);
    expect(renewals).to.deep.equal(['alice']);
  });

  it('have tokens for the server of an app', () => {
    policy.accounts = 'registered';
    const { access_token: bearer } = bodyOf(ask('POST', '/org/app/token', { body: { grant_type: 'client_credentials', client_id: 'id', client_secret: 'north' } })) as { access_token: string };
    expect(ask('POST', '/org/app/token', { body: { grant_type: 'client_credentials', client_id: 'id', client_secret: 'south' } })?.status).to.equal(400);
    const grant = (body: object, shown?: string): Answer => ask('POST', '/org/app/token', { body: { grant_type: 'inherit', username: 'alice', ...body }, bearer: shown })!;
    expect([grant({}).status, grant({}, bearer).status]).to.deep.equal([401, 404]);
    const granted = bodyOf(grant({ autoCreateUser: true, ttl: 60 }, bearer));
    expect(granted['expires_in']).to.equal(60);
    expect(accounts.verify(granted['access_token'] as string, 'alice').ok).to.equal(true);
  });

  it('are of one app, and leave other services alone', () => {
    expect(ask('POST', '/org/other/token')?.status).to.equal(404);
    expect(ask('POST', '/org/app/nothing')?.status).to.equal(404);
    expect(ask('POST', '/org/app/token', { host: 'elsewhere' })?.status).to.equal(400);
    expect(ask('POST', '/api/v1', { host: 'ap.agora.io' })).to.equal(undefined);
  });

  it('are out of order when a test says so', () => {
    rest.state = { status: 429 };
    expect(logIn('alice', 'secret').status).to.equal(429);
    rest.state = 'silent';
    expect(logIn('alice', 'secret')).to.equal('silence');
  });
});
