import { CallError, defineMedia, defineSignal } from '@call-elements/core';
import { SimulatedClock } from '@call-elements/testing';
import { expect } from 'chai';
import { mount, next, settled, unmountAll, until } from '../testing/mount.ts';
import type { TestProvider } from '../testing/test-provider.ts';
import { becomeCurrent, built, readyProvider } from '../testing/test-provider.ts';
import type { TokenAnswer, TokenRequest } from './token-answer.ts';

/** Signs in with a token, where it is given any, as the adapters of services with accounts do. */
function defineServices(): void {
  for (const name of ['local', 'rtm']) {
    defineSignal(name, async () => (options) => {
      becomeCurrent(options);
      const connect = async (): Promise<void> => {
        if (name === 'rtm') await options.token?.();
      };
      return { userId: options.userId, state: 'online', connect, disconnect: async () => {}, sendMessage: async () => {}, addListener() {}, removeListener() {} };
    });
  }
  for (const name of ['webrtc', 'agora']) defineMedia(name, async () => () => ({ name, open: () => undefined as never }));
}

/** Between two requests; their deadline is later. */
const LONGEST_PAUSE = 8_000;

describe('tokens of call-provider', () => {
  const realFetch = window.fetch;
  let requests: [string, string][];
  let reply: () => Promise<Response>;
  before(defineServices);
  beforeEach(() => {
    built.length = 0;
    requests = [];
    reply = async () => Response.json({ rtcToken: `rtc-${requests.length}`, rtmToken: `rtm-${requests.length}`, iceServers: [{ urls: 'turn:a' }] });
    window.fetch = async (address, init) => {
      // The emptied page of a test that ended asks no more.
      init?.signal?.throwIfAborted();
      requests.push([address as string, init!.body as string]);
      return reply();
    };
  });
  afterEach(async () => {
    unmountAll();
    await new Promise((resolve) => setTimeout(resolve));
    window.fetch = realFetch;
  });

  const provide = (attributes: string, properties: Partial<TestProvider> = {}): TestProvider => {
    const provider = mount<TestProvider>(`<test-provider user-id="alice" ${attributes}></test-provider>`);
    return Object.assign(provider, properties);
  };
  const AGORA = 'signal="rtm" media="agora"';
  const errorsOf = (provider: TestProvider): CallError[] => {
    const errors: CallError[] = [];
    provider.addEventListener('call-error', ({ error }) => errors.push(error));
    return errors;
  };
  const ask = (request: TokenRequest): TokenAnswer => ({ rtcToken: `rtc of ${request.userId}`, rtmToken: `rtm of ${request.userId}` });

  it('are fetched once at sign-in, for signalling and for every call', async () => {
    await provide(`${AGORA} token-endpoint="/tokens"`).ready;
    const { options, config } = built[0]!;
    expect(requests).to.deep.equal([['/tokens', '{"userId":"alice"}']]);
    expect([await options.token!(), await config!.mediaToken!('a'), await config!.mediaToken!('b')]).to.deep.equal(['rtm-1', 'rtc-1', 'rtc-1']);
    expect(await config!.mediaToken!('b', 'rtc-1')).to.equal('rtc-2');
    expect(requests.length).to.equal(2);
  });

  it('come from a function of the page, if there is one', async () => {
    const provider = provide(`${AGORA} token-endpoint="/tokens"`, { fetchTokens: ask });
    await provider.ready;
    expect(await built[0]!.options.token!()).to.equal('rtm of alice');
    expect(requests).to.deep.equal([]);
  });

  it('come from the last function that the page gave, and another one is no change', async () => {
    const provider = provide(AGORA, { fetchTokens: ask });
    await provider.ready;
    provider.fetchTokens = async () => ({ rtcToken: 'rtc of the last', rtmToken: 'rtm of the last' });
    await settled(provider);
    expect(built.length).to.equal(1);
    expect(await built[0]!.options.token!('rtm of alice')).to.equal('rtm of the last');
  });

  it('come from the endpoint that the page names now', async () => {
    const provider = provide(`${AGORA} token-endpoint="/tokens"`);
    await provider.ready;
    provider.tokenEndpoint = '/other';
    await until(() => built.length === 2);
    await provider.ready;
    expect(requests.map(([address]) => address)).to.deep.equal(['/tokens', '/other']);
  });

  it('are there before the first call when signalling needs none', async () => {
    await provide('signal="local" media="agora" token-endpoint="/tokens"').ready;
    await until(() => requests.length);
    expect(await built[0]!.config!.mediaToken!('a')).to.equal('rtc-1');
    expect(requests.length).to.equal(1);
  });

  it('are nobody\'s business without a source, and between tabs', async () => {
    for (const attributes of [AGORA, 'signal="local" media="webrtc" token-endpoint="/tokens"']) {
      await provide(attributes).ready;
      const { options, config } = built.at(-1)!;
      expect([options.token, options.iceServers, config!.mediaToken]).to.deep.equal([undefined, undefined, undefined]);
    }
    expect(requests).to.deep.equal([]);
  });

  it('bring TURN servers, unless the page has its own', async () => {
    const attributes = 'signal="rtm" media="webrtc" token-endpoint="/tokens"';
    await provide(attributes).ready;
    expect(await (built[0]!.options.iceServers as () => Promise<unknown>)()).to.deep.equal([{ urls: 'turn:a' }]);
    await provide(attributes, { iceServers: [{ urls: 'turn:b' }] }).ready;
    expect(built[1]!.options.iceServers).to.deep.equal([{ urls: 'turn:b' }]);
    await provide(attributes, { iceServers: async () => ['turn:c'] }).ready;
    expect(await (built[2]!.options.iceServers as () => Promise<unknown>)()).to.deep.equal(['turn:c']);
  });

  it('that are refused make one error, until the page changes something', async () => {
    reply = async () => Response.json({ error: 'not for you' }, { status: 403 });
    const provider = provide(`${AGORA} token-endpoint="/tokens"`);
    const errors = errorsOf(provider);
    await next(provider, 'call-error');
    reply = async () => Response.json(ask({ userId: 'bob' }));
    provider.userId = 'bob';
    await provider.ready;
    expect(errors.map(({ code, message }) => [code, message])).to.deep.equal([['tokenFailed', 'No token from /tokens: it answered 403 (not for you).']]);
    expect(requests.length).to.equal(2);
  });

  it('that cannot be had are tried for by the clock of the page, and make one error', async () => {
    reply = async () => Response.json({}, { status: 503 });
    const clock = new SimulatedClock();
    const provider = provide(`${AGORA} token-endpoint="/tokens"`, { clock });
    const errors = errorsOf(provider);
    for (let tries = 1; tries <= 4; tries++) {
      // A pause, and not the deadline of a request whose answer is still being read.
      await until(() => requests.length === tries && clock.step(clock.now() + LONGEST_PAUSE));
      expect(errors).to.deep.equal([]);
    }
    await until(() => errors.length);
    expect(requests.length).to.equal(5);
    expect(errors[0]).to.include({ code: 'tokenFailed', message: 'No token from /tokens: it answered 503.' });
    reply = async () => Response.json(ask({ userId: 'alice' }));
    // Signing in is tried again by itself.
    await provider.ready;
    expect(errors.length).to.equal(1);
    expect(clock.pending).to.equal(0);
  });

  it('are not asked for any more once the provider is gone', async () => {
    let aborted = false;
    window.fetch = (_address, init) => new Promise((_, reject) => init!.signal!.addEventListener('abort', () => reject(Object.assign(init!.signal!.reason as Error, { aborted: (aborted = true) }))));
    const clock = new SimulatedClock();
    const provider = provide(`${AGORA} token-endpoint="/tokens"`, { clock });
    const errors = errorsOf(provider);
    await until(() => clock.pending === 1);
    provider.remove();
    await until(() => aborted);
    expect(clock.pending).to.equal(0);
    expect(errors).to.deep.equal([]);
  });

  it('make one error, whoever else tells of it', async () => {
    const provider = await readyProvider();
    const errors = errorsOf(provider);
    const error = new CallError('tokenFailed', '');
    const told = [...built[0]!.client.listeners][0]!;
    built[0]!.options.onError!(error);
    told.onCallError!(error);
    told.onCallError!(new CallError('tokenFailed', ''));
    expect(errors.length).to.equal(2);
  });
});
