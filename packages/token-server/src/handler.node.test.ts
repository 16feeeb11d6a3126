import { createHmac } from 'node:crypto';
import { Tokens } from '@call-elements/emulators';
import type { TokenVerdict } from '@call-elements/emulators';
import { expect } from 'chai';
import { createTokenHandler } from './handler.ts';
import type { TokenAnswer } from './handler.ts';
import type { TokenServerOptions } from './options.ts';

const appId = '0123456789abcdef0123456789abcdef';
const appCertificate = 'fedcba9876543210fedcba9876543210';
const everybody: TokenServerOptions = { appId, appCertificate, authorize: () => true };
/** What Agora's service would say of a token. */
const agora = new Tokens(appId, appCertificate);

function post(body: unknown, init: RequestInit = {}): Request {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request('https://shop.example/tokens', { method: 'POST', headers: { 'content-type': 'application/json' }, body: text, ...init });
}

async function ask(body: unknown, options: Partial<TokenServerOptions> = {}): Promise<TokenAnswer> {
  const response = await createTokenHandler({ ...everybody, ...options })(post(body));
  expect(response.status).to.equal(200);
  return (await response.json()) as TokenAnswer;
}

const fault = (verdict: TokenVerdict): string => (verdict.ok ? 'none' : verdict.fault);

describe('createTokenHandler', () => {
  describe('gives tokens', () => {
    it('for every room and for this user alone, when no room is named', async () => {
      const { rtcToken, rtmToken, ...rest } = await ask({ userId: 'alice' });
      for (const room of ['a', 'b']) expect(fault(agora.verifyRtc(rtcToken, room, 'alice'))).to.equal('none');
      expect(fault(agora.verifyRtc(rtcToken, 'a', 'bob'))).to.equal('user');
      expect(fault(agora.verifyRtm(rtmToken, 'alice'))).to.equal('none');
      expect(fault(agora.verifyRtm(rtmToken, 'bob'))).to.equal('user');
      expect(Object.keys(rest).sort()).to.deep.equal(['expiresAt', 'userId']);
    });

    it('for one room, when it is named', async () => {
      const { rtcToken, rtmToken, userId, roomId } = await ask({ userId: 'alice', roomId: 'a' });
      expect({ userId, roomId }).to.deep.equal({ userId: 'alice', roomId: 'a' });
      expect(fault(agora.verifyRtc(rtcToken, 'a', 'alice'))).to.equal('none');
      expect(fault(agora.verifyRtc(rtcToken, 'b', 'alice'))).to.equal('channel');
      expect(fault(agora.verifyRtm(rtmToken, 'alice'))).to.equal('none');
    });

    it('for numeric users, who join by number', async () => {
      const { rtcToken, rtmToken } = await ask({ userId: '42' });
      expect(fault(agora.verifyRtc(rtcToken, 'a', 42))).to.equal('none');
      expect(fault(agora.verifyRtc(rtcToken, 'a', 43))).to.equal('user');
      expect(fault(agora.verifyRtm(rtmToken, '42'))).to.equal('none');
    });

    it('for no user but 0 when that is the name, although 0 is anybody elsewhere', async () => {
      expect(fault(agora.verifyRtc((await ask({ userId: '0' })).rtcToken, 'a', 42))).to.equal('user');
    });

    it('X-04: of one service each: the one for signalling opens no room', async () => {
      const { rtcToken, rtmToken } = await ask({ userId: 'alice' });
      expect(fault(agora.verifyRtc(rtmToken, 'a', 'alice'))).to.equal('service');
      expect(fault(agora.verifyRtm(rtcToken, 'alice'))).to.equal('service');
    });

    it('signed with the certificate', async () => {
      const { rtcToken, rtmToken } = await ask({ userId: 'alice' }, { appCertificate: '0'.repeat(32) });
      expect(fault(agora.verifyRtc(rtcToken, 'a', 'alice'))).to.equal('signature');
      expect(fault(agora.verifyRtm(rtmToken, 'alice'))).to.equal('signature');
    });

    it('that end when it says, in an hour or after the lifetime', async () => {
      for (const [options, seconds] of [[{}, 3600], [{ lifetime: 90 }, 90]] as const) {
        const before = Math.floor(Date.now() / 1000) * 1000;
        const { rtcToken, rtmToken, expiresAt } = await ask({ userId: 'alice' }, options);
        expect(expiresAt).to.be.within(before + seconds * 1000, Date.now() + seconds * 1000);
        for (const verdict of [agora.verifyRtc(rtcToken, 'a', 'alice'), agora.verifyRtm(rtmToken, 'alice')]) {
          // A second may have begun in between: never before what was said.
          expect(verdict.ok && verdict.expiresAt - expiresAt).to.be.within(0, 1000);
        }
      }
    });

    it('that nobody stores on the way', async () => {
      const response = await createTokenHandler(everybody)(post({ userId: 'alice' }));
      expect(response.headers.get('cache-control')).to.equal('no-store');
      expect(response.headers.get('content-type')).to.equal('application/json');
    });
  });

  describe('gives credentials for TURN', () => {
    const turn = { urls: ['turn:turn.example:3478', 'turns:turn.example:443'], secret: 'north' };

    it('that coturn accepts, until the end of their time', async () => {
      const { iceServers, expiresAt } = await ask({ userId: 'alice' }, { turn, lifetime: 3600 });
      const [{ urls, username, credential }] = iceServers as [{ urls: string[]; username: string; credential: string }];
      expect(urls).to.deep.equal(turn.urls);
      const [end, user] = username.split(':') as [string, string];
      expect(user).to.equal('alice');
      expect(Number(end) * 1000 - expiresAt).to.equal((24 - 1) * 3600 * 1000);
      expect(credential).to.equal(createHmac('sha1', turn.secret).update(username).digest('base64'));
    });

    it('and calls the answer stale with the first that ends', async () => {
      const { iceServers, expiresAt } = await ask({ userId: 'alice' }, { turn: { ...turn, lifetime: 60 } });
      expect(iceServers![0]!.username).to.equal(`${expiresAt / 1000}:alice`);
      expect(expiresAt).to.be.most(Date.now() + 60_000);
    });
  });

  describe('asks authorize', () => {
    it('with the request and what is wanted', async () => {
      const asked: unknown[] = [];
      const authorize = (request: Request, wanted: unknown): boolean => asked.push([request.headers.get('cookie'), wanted]) > 0;
      const handler = createTokenHandler({ ...everybody, authorize });
      await handler(post({ userId: 'alice' }, { headers: { 'content-type': 'application/json; charset=utf-8', cookie: 'session=1' } }));
      await handler(post({ userId: 'alice', roomId: 'a' }));
      expect(asked).to.deep.equal([['session=1', { userId: 'alice' }], [null, { userId: 'alice', roomId: 'a' }]]);
    });

    it('and waits for it', async () => {
      for (const [allowed, status] of [[true, 200], [false, 403]] as const) {
        const response = await createTokenHandler({ ...everybody, authorize: async () => allowed })(post({ userId: 'alice' }));
        expect(response.status).to.equal(status);
      }
    });

    it('and takes no for an answer, and whatever else is not true', async () => {
      for (const said of [false, undefined, null, 1, 'yes', { userId: 'mallory' }]) {
        const response = await createTokenHandler({ ...everybody, authorize: () => said as boolean })(post({ userId: 'alice' }));
        expect(response.status).to.equal(403);
        expect(await response.text()).to.equal('{"error":"authorize() refused tokens for this user and room."}');
      }
    });

    it('and is silent about why it failed: that is for whoever runs the server', async () => {
      const broken = new Error('the database is away');
      const authorize = async (): Promise<boolean> => Promise.reject(broken);
      const thrown: unknown = await createTokenHandler({ ...everybody, authorize })(post({ userId: 'alice' })).catch((error: unknown) => error);
      expect(thrown).to.equal(broken);
    });

    it('not at all when there is none: nobody gets anything', async () => {
      const handler = createTokenHandler({ appId, appCertificate });
      for (const body of [{ userId: 'alice' }, { userId: 'alice', roomId: 'a' }, 'nonsense']) {
        const response = await handler(post(body));
        expect(response.status).to.equal(403);
        expect(((await response.json()) as { error: string }).error).to.include('no authorize');
      }
    });
  });

  describe('refuses', () => {
    const never: TokenServerOptions = { ...everybody, authorize: () => expect.fail('asked') };
    const refusal = async (request: Request): Promise<[number, string]> => {
      const response = await createTokenHandler(never)(request);
      expect(response.headers.get('cache-control')).to.equal('no-store');
      return [response.status, ((await response.json()) as { error: string }).error];
    };

    for (const [what, body, says] of [
      ['no body', '', 'The body must be a JSON object'],
      ['what is no JSON', '{', 'The body must be a JSON object'],
      ['a list', [], 'The body must be a JSON object'],
      ['null', 'null', 'The body must be a JSON object'],
      ['nobody', {}, 'userId must be a string of 1 to 64 characters.'],
      ['a user without a name', { userId: '' }, 'userId must be a string of 1 to 64 characters.'],
      ['a number for a user', { userId: 42 }, 'userId must be a string of 1 to 64 characters.'],
      ['a long user id', { userId: 'a'.repeat(65) }, 'userId must be a string of 1 to 64 characters.'],
      ['a room without a name', { userId: 'alice', roomId: '' }, 'roomId must be a string of 1 to 64 letters'],
      ['null for any room', { userId: 'alice', roomId: null }, 'be left out for tokens of any room'],
      ['a long room id', { userId: 'alice', roomId: 'a'.repeat(65) }, 'roomId must be a string of 1 to 64 letters'],
      ['the room that is any room', { userId: 'alice', roomId: '*' }, 'roomId must be a string of 1 to 64 letters'],
      ['a room with a line end', { userId: 'alice', roomId: 'a\n' }, 'roomId must be a string of 1 to 64 letters'],
      ['what it does not know', { userId: 'alice', channel: 'a' }, 'channel is unknown. There are userId and roomId.'],
      ['what hides in the prototype', '{"userId":"alice","__proto__":{"roomId":"a"}}', '__proto__ is unknown.'],
    ] as const) {
      it(`${what}: 400`, async () => {
        const [status, error] = await refusal(post(body));
        expect(status).to.equal(400);
        expect(error).to.include(says);
      });
    }

    it('other methods: 405, with the one that works', async () => {
      for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
        const response = await createTokenHandler(never)(new Request('https://shop.example/tokens', { method }));
        expect([response.status, response.headers.get('allow')]).to.deep.equal([405, 'POST']);
      }
    });

    it('other types, so that no form of another site gets through: 415', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'text/plain; application/json']) {
        const [status, error] = await refusal(post({ userId: 'alice' }, { headers: { 'content-type': type } }));
        expect([status, error]).to.deep.equal([415, 'Content-Type must be application/json.']);
      }
    });

    it('what is too long, without reading on: 413', async () => {
      let given = 0;
      const endless = new ReadableStream({ pull: (to) => void (given++, to.enqueue(new Uint8Array(1024))) });
      const [status, error] = await refusal(post('', { body: endless, duplex: 'half' } as RequestInit));
      expect([status, error]).to.deep.equal([413, 'The body must have at most 4096 bytes.']);
      expect(given).to.be.below(10);
    });
  });

  describe('does not start with', () => {
    const secret = 'c'.repeat(31);
    for (const [what, options, says] of [
      ['half an app id', { appId: 'abc' }, 'appId must be the 32 hexadecimal digits'],
      ['a certificate that is none', { appCertificate: secret }, 'appCertificate must be the 32 hexadecimal digits'],
      ['an answer for authorize', { authorize: true }, 'authorize must be a function'],
      ['a lifetime of nothing', { lifetime: 0 }, 'lifetime must be a whole number of seconds from 1 to 86400'],
      ['a lifetime of more than Agora accepts', { lifetime: 86_401 }, 'lifetime must be'],
      ['half seconds', { lifetime: 1.5 }, 'lifetime must be'],
      ['nothing to make tokens with', { appId: undefined, appCertificate: undefined }, 'there must be appId and appCertificate, or easemob, or all of them.'],
      ['a certificate alone', { appId: undefined }, 'appId must be the 32 hexadecimal digits'],
      ['half of Agora, beside Easemob', { appCertificate: undefined, easemob: { appKey: 'org#app', clientId: 'id', clientSecret: secret } }, 'appCertificate must be'],
      ['an app key that is none', { easemob: { appKey: 'org/app', clientId: 'id', clientSecret: secret } }, 'easemob.appKey must be an organization and an app'],
      ['Easemob without a client id', { easemob: { appKey: 'org#app', clientId: '', clientSecret: secret } }, "easemob.clientId must be the app's client id"],
      ['Easemob without a secret', { easemob: { appKey: 'org#app', clientId: secret } }, "easemob.clientSecret must be the app's client secret"],
      ['Easemob nowhere', { easemob: { appKey: 'org#app', clientId: 'id', clientSecret: secret, apiUrl: 'a1.easemob.com' } }, 'easemob.apiUrl must be the address'],
      ['a secret in an address', { easemob: { appKey: 'org#app', clientId: 'id', clientSecret: 'x', apiUrl: `https://id:${secret}@a1.easemob.com` } }, 'easemob.apiUrl must be the address'],
      ['TURN without an address', { turn: { urls: [], secret } }, 'turn.urls must be'],
      ['TURN at a web page', { turn: { urls: 'https://turn.example', secret } }, 'turn.urls must be'],
      ['TURN without a secret', { turn: { urls: 'turn:x', secret: '' } }, 'turn.secret must be'],
      ['TURN for an odd time', { turn: { urls: 'turn:x', secret, lifetime: -1 } }, 'turn.lifetime must be'],
    ] as const) {
      it(what, () => {
        const start = (): unknown => createTokenHandler({ ...everybody, ...(options as Partial<TokenServerOptions>) });
        expect(start).to.throw(TypeError, `createTokenHandler: ${says}`);
        expect(start).not.to.throw(secret);
      });
    }
  });
});
