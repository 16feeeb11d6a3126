import type { CallError } from '@call-elements/core';
import { SimulatedClock } from '@call-elements/testing';
import { expect } from 'chai';
import type { TokenAnswer, TokenRequest } from './token-answer.ts';
import { TokenStore } from './token-store.ts';
import type { TokenStoreOptions } from './token-store.ts';

type Answer = TokenAnswer | Promise<TokenAnswer> | undefined;

describe('TokenStore', () => {
  let clock: SimulatedClock;
  let gone: AbortController;
  let asked: TokenRequest[];
  let errors: CallError[];
  /** What the page's function does, or nothing to have the endpoint asked. */
  let answer: ((request: TokenRequest) => Answer) | undefined;
  beforeEach(() => {
    clock = new SimulatedClock();
    gone = new AbortController();
    asked = [];
    errors = [];
    // Every answer has tokens of its own.
    answer = () => ({ rtcToken: `rtc-${asked.length}`, rtmToken: `rtm-${asked.length}` });
  });

  function makeStore(options: Partial<TokenStoreOptions> = {}): TokenStore {
    const fetchTokens = (request: TokenRequest): TokenAnswer | Promise<TokenAnswer> => {
      asked.push(request);
      return answer!(request)!;
    };
    return new TokenStore({ userId: 'alice', signal: 'rtm', media: 'agora', fetchTokens: () => (answer ? fetchTokens : undefined), clock, gone: gone.signal, onError: (error) => errors.push(error), ...options });
  }

  const rejection = (promise: Promise<unknown>): Promise<CallError> => promise.then(() => expect.fail('no rejection'), (error: CallError) => error);
  const expiring = (ms: number) => (): TokenAnswer => ({ rtcToken: `rtc-${asked.length}`, rtmToken: `rtm-${asked.length}`, expiresAt: clock.wallTime() + ms });

  describe('remembers', () => {
    it('one answer for signalling, all rooms and TURN', async () => {
      const iceServers = [{ urls: 'turn:a' }];
      answer = () => ({ rtcToken: 'rtc', rtmToken: 'rtm', iceServers });
      const store = makeStore();
      expect([await store.signalToken(), await store.mediaToken('a'), await store.mediaToken('b')]).to.deep.equal(['rtm', 'rtc', 'rtc']);
      expect(await store.iceServers()).to.equal(iceServers);
      expect(asked).to.deep.equal([{ userId: 'alice' }]);
    });

    it('it for those who ask meanwhile', async () => {
      let give!: (answer: TokenAnswer) => void;
      answer = () => new Promise((resolve) => (give = resolve));
      const store = makeStore();
      const all = Promise.all([store.signalToken(), store.mediaToken('a'), store.iceServers()]);
      give({ rtcToken: 'rtc', rtmToken: 'rtm' });
      expect(await all).to.deep.equal(['rtm', 'rtc', []]);
      expect(asked.length).to.equal(1);
    });

    it('it until it is called stale, whoever does', async () => {
      const store = makeStore();
      const [rtm, rtc] = [await store.signalToken(), await store.mediaToken('a')];
      expect(await store.signalToken(rtm)).to.equal('rtm-2');
      // What media hears of the old one later is about that alone.
      expect(await store.mediaToken('a', rtc)).to.equal('rtc-2');
      expect(await store.mediaToken('a', 'rtc-2')).to.equal('rtc-3');
      expect(await store.signalToken()).to.equal('rtm-3');
      expect(asked.length).to.equal(3);
    });

    it('it until it expires, while the page sleeps as well', async () => {
      answer = expiring(60_000);
      const store = makeStore();
      await store.signalToken();
      await clock.advance(59_999);
      expect(await store.mediaToken('a')).to.equal('rtc-1');
      await clock.advance(1);
      expect(await store.mediaToken('a')).to.equal('rtc-2');
      expect(asked.length).to.equal(2);
    });

    it('nothing ahead: no timer waits for the end of a token', async () => {
      answer = expiring(60_000);
      await makeStore().signalToken();
      expect(clock.pending).to.equal(0);
    });

    it('what is over by a wrong clock of the page, for whoever asked', async () => {
      answer = expiring(-60_000);
      const store = makeStore();
      expect(await store.signalToken()).to.equal('rtm-1');
      expect(await store.signalToken()).to.equal('rtm-2');
    });
  });

  describe('asks for each room', () => {
    beforeEach(() => {
      answer = ({ roomId = 'lobby' }) => ({ rtcToken: `rtc of ${roomId}`, rtmToken: 'rtm', roomId });
    });

    it('when the answer is for one room', async () => {
      const store = makeStore();
      await store.signalToken();
      expect(await store.mediaToken('a')).to.equal('rtc of a');
      expect(await store.mediaToken('a')).to.equal('rtc of a');
      expect(await store.mediaToken('b')).to.equal('rtc of b');
      expect(await store.signalToken()).to.equal('rtm');
      expect(asked).to.deep.equal([{ userId: 'alice' }, { userId: 'alice', roomId: 'a' }, { userId: 'alice', roomId: 'b' }]);
    });

    it('again when that is stale, and forgets rooms that were left', async () => {
      let count = 0;
      answer = ({ roomId = 'lobby' }) => ({ rtcToken: `rtc ${++count}`, rtmToken: 'rtm', roomId });
      const store = makeStore();
      expect(await store.mediaToken('a')).to.equal('rtc 2');
      expect(await store.mediaToken('a', 'rtc 2')).to.equal('rtc 3');
      await store.mediaToken('b');
      expect(await store.mediaToken('a')).to.equal('rtc 5');
    });

    it('and takes no answer that is for another one', async () => {
      answer = () => ({ rtcToken: 'rtc', rtmToken: 'rtm', roomId: 'lobby' });
      const error = await rejection(makeStore().mediaToken('a'));
      expect(error.message).to.equal('No token from fetchTokens(): it is for the room "lobby", and "a" was asked for.');
    });
  });

  describe('when the page cannot give any', () => {
    const down = (): Promise<TokenAnswer> => Promise.reject(new TypeError('Failed to fetch'));

    it('tries again after 1, 2, 4 and 8 seconds, then gives up with one error for all who wait', async () => {
      answer = down;
      const store = makeStore();
      const asking = [rejection(store.signalToken()), rejection(store.mediaToken('a'))];
      for (const [wait, tries] of [[0, 1], [999, 1], [1, 2], [1999, 2], [1, 3], [3999, 3], [1, 4], [7999, 4]] as const) {
        await clock.advance(wait);
        expect(asked.length).to.equal(tries);
        expect(errors).to.deep.equal([]);
      }
      await clock.advance(1);
      const [one, other] = await Promise.all(asking);
      expect(asked.length).to.equal(5);
      expect(one).to.equal(other);
      expect(errors).to.deep.equal([one]);
      expect(one).to.include({ code: 'tokenFailed', certain: false, message: 'No token from fetchTokens(): Failed to fetch.' });
      expect(one!.cause).to.be.instanceOf(TypeError);
      expect(clock.pending).to.equal(0);
    });

    it('goes on as soon as it can', async () => {
      answer = () => (asked.length < 3 ? down() : { rtcToken: 'rtc', rtmToken: 'rtm' });
      const asking = makeStore().signalToken();
      await clock.advance(3000);
      expect(await asking).to.equal('rtm');
      expect(errors).to.deep.equal([]);
      expect(clock.pending).to.equal(0);
    });

    it('tries again for whoever asks later', async () => {
      answer = down;
      const store = makeStore();
      const failed = rejection(store.signalToken());
      await clock.advance(15_000);
      await failed;
      answer = () => ({ rtcToken: 'rtc', rtmToken: 'rtm' });
      expect(await store.signalToken()).to.equal('rtm');
    });

    it('gives up waiting for an answer after 10 seconds', async () => {
      answer = () => (asked.length === 1 ? new Promise(() => {}) : { rtcToken: 'rtc', rtmToken: 'rtm' });
      const asking = makeStore().signalToken();
      await clock.advance(11_000);
      expect(await asking).to.equal('rtm');
    });

    it('waits no longer once nobody needs it, and tells nobody', async () => {
      for (const pending of [down, () => new Promise<never>(() => {})]) {
        gone = new AbortController();
        answer = pending;
        const failed = rejection(makeStore().signalToken());
        await clock.advance(500);
        expect(clock.pending).to.equal(1);
        gone.abort();
        expect((await failed).code).to.equal('tokenFailed');
        expect(clock.pending).to.equal(0);
        expect(errors).to.deep.equal([]);
      }
      const before = asked.length;
      await rejection(makeStore().signalToken());
      expect(asked.length).to.equal(before);
    });
  });

  describe('gives up at once', () => {
    const rtm = { rtmToken: 'rtm' };
    const rtc = { rtcToken: 'rtc' };
    for (const [what, given, says] of [
      ['nothing', undefined, 'the answer must be an object { rtcToken, rtmToken }'],
      ['a text', 'rtm', 'the answer must be an object { rtcToken, rtmToken }'],
      ['no token for signalling', rtc, 'rtmToken must be a string that is not empty'],
      ['no token for media', { ...rtm, rtcToken: null }, 'rtcToken must be a string that is not empty'],
      ['an empty token', { ...rtc, rtmToken: '' }, 'rtmToken must be a string that is not empty'],
      ['an end in seconds', { ...rtc, ...rtm, expiresAt: 1_700_000_000 }, 'expiresAt must be milliseconds since 1970, or be left out'],
      ['an end in words', { ...rtc, ...rtm, expiresAt: '2030-01-01' }, 'expiresAt must be milliseconds since 1970, or be left out'],
      ['one server in place of a list', { ...rtc, ...rtm, iceServers: { urls: 'turn:a' } }, 'iceServers must be an array, or be left out'],
    ] as const) {
      it(`when it gets ${what}`, async () => {
        answer = () => given as Answer;
        const error = await rejection(makeStore().signalToken());
        expect(error).to.include({ code: 'tokenFailed', certain: true, message: `No token from fetchTokens(): ${says}.` });
        expect(errors).to.deep.equal([error]);
        expect(asked.length).to.equal(1);
      });
    }

    it('when it gets the token again that is no good any more', async () => {
      answer = () => ({ rtcToken: 'rtc', rtmToken: 'rtm' });
      const store = makeStore();
      const stale = await store.signalToken();
      const error = await rejection(store.signalToken(stale));
      expect(error).to.include({ code: 'tokenFailed', certain: true }).and.have.property('message').that.includes('the same rtmToken as before');
      expect(errors).to.deep.equal([error]);
      expect(asked.length).to.equal(2);
    });

    it('but not for what nobody needs', async () => {
      answer = () => rtm;
      expect(await makeStore({ media: 'webrtc' }).signalToken()).to.equal('rtm');
      answer = () => rtc;
      expect(await makeStore({ signal: 'local' }).mediaToken('a')).to.equal('rtc');
    });
  });

  describe('with an endpoint', () => {
    const realFetch = window.fetch;
    let requests: [string, RequestInit][];
    let reply: () => Pick<Response, 'ok' | 'status' | 'text'>;
    const response = (status: number, body: unknown): ReturnType<typeof reply> => ({ ok: status === 200, status, text: async () => (typeof body === 'string' ? body : JSON.stringify(body)) });
    beforeEach(() => {
      answer = undefined;
      requests = [];
      window.fetch = async (address, init) => {
        requests.push([address as string, init!]);
        return reply() as Response;
      };
    });
    afterEach(() => {
      window.fetch = realFetch;
    });

    it('posts who asks, as whoever is signed in to the page', async () => {
      reply = () => response(200, { userId: 'alice', rtcToken: 'rtc', rtmToken: 'rtm', roomId: 'a' });
      const store = makeStore({ tokenEndpoint: '/tokens' });
      expect([await store.signalToken(), await store.mediaToken('a')]).to.deep.equal(['rtm', 'rtc']);
      expect(requests.map(([address, { body }]) => [address, body])).to.deep.equal([['/tokens', '{"userId":"alice"}'], ['/tokens', '{"userId":"alice","roomId":"a"}']]);
      expect(requests[0]![1]).to.deep.include({ method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' } });
    });

    for (const status of [400, 401, 403, 404, 422]) {
      it(`takes ${status} for an answer, and says why`, async () => {
        reply = () => response(status, { error: 'not for you' });
        const error = await rejection(makeStore({ tokenEndpoint: '/tokens' }).signalToken());
        expect(error).to.include({ code: 'tokenFailed', certain: true, message: `No token from /tokens: it answered ${status} (not for you).` });
        expect(errors).to.deep.equal([error]);
        expect(requests.length).to.equal(1);
      });
    }

    for (const status of [408, 429, 500, 503]) {
      it(`tries again after ${status}`, async () => {
        reply = () => response(status, '<h1>Sorry</h1>');
        const failed = rejection(makeStore({ tokenEndpoint: '/tokens' }).signalToken());
        await clock.advance(15_000);
        expect(await failed).to.include({ certain: false, message: `No token from /tokens: it answered ${status}.` });
        expect(requests.length).to.equal(5);
        expect(errors.length).to.equal(1);
      });
    }

    it('wants JSON', async () => {
      reply = () => response(200, '<h1>Sign in</h1>');
      expect((await rejection(makeStore({ tokenEndpoint: '/tokens' }).signalToken())).message).to.equal('No token from /tokens: it answered 200, and no JSON.');
    });

    it('wants an address', async () => {
      expect((await rejection(makeStore({ tokenEndpoint: 'http://' }).signalToken())).message).to.equal('No token from http://: that is no address.');
      expect(requests).to.deep.equal([]);
    });

    it('stops a request that nobody waits for', async () => {
      reply = () => ({ ...response(200, ''), text: () => new Promise(() => {}) });
      const failed = rejection(makeStore({ tokenEndpoint: '/tokens' }).signalToken());
      await clock.advance(1);
      gone.abort();
      await failed;
      expect(requests[0]![1].signal!.aborted).to.equal(true);
    });
  });
});
