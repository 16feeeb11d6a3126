import { World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import { CallClient } from './client.ts';
import { DEFAULT_PREPARE } from './config.ts';
import type { CallConfig, PrepareConfig } from './config.ts';
import { CallError } from './errors.ts';
import type { SignalListener } from './signal.ts';
import { mediaTokens } from './tokens.ts';
import type { TokenSource } from './tokens.ts';

const refusal = (promise: Promise<unknown>): Promise<CallError> => promise.then(() => expect.fail('was not refused'), (error: CallError) => error);

describe('mediaTokens', () => {
  let asked: unknown[][];
  let prepare: PrepareConfig;
  const mediaToken: CallConfig['mediaToken'] = async (...args) => `fetched ${asked.push(args)}`;
  const sourceOf = (config: Partial<CallConfig>): TokenSource | undefined => mediaTokens('room', config as CallConfig, () => prepare);
  beforeEach(() => {
    asked = [];
    prepare = DEFAULT_PREPARE;
  });

  it('are none when nobody ever gave any', () => {
    expect(sourceOf({})).to.equal(undefined);
  });

  it('are those of the page, asked for with the room and what is stale', async () => {
    const source = sourceOf({ mediaToken })!;
    expect([await source(), await source('fetched 1')]).to.deep.equal(['fetched 1', 'fetched 2']);
    expect(asked).to.deep.equal([['room', undefined], ['room', 'fetched 1']]);
  });

  it('are the prepared one, as long as that is good', async () => {
    prepare = { ...prepare, rtcToken: 'prepared' };
    const source = sourceOf({ mediaToken })!;
    expect([await source(), await source('another'), await source('prepared')]).to.deep.equal(['prepared', 'prepared', 'fetched 1']);
    expect(asked).to.deep.equal([['room', 'prepared']]);
  });

  it('are what is prepared by the time of asking', async () => {
    prepare = { ...prepare, rtcToken: 'old' };
    const source = sourceOf({})!;
    prepare = { ...prepare, rtcToken: 'new' };
    expect(await source('old')).to.equal('new');
  });

  it('run out when the page prepared one and has no others', async () => {
    prepare = { ...prepare, rtcToken: 'prepared' };
    expect(await refusal(sourceOf({})!('prepared'))).to.include({ code: 'tokenFailed' }).and.have.property('message').that.includes('renewToken()');
  });
});

describe('CallClient: tokens', () => {
  let world: World;
  let alice: Page;
  beforeEach(async () => {
    world = new World();
    alice = await world.page('alice');
    await world.page('bob');
  });

  /** What a connection is given, and what it was told to use instead. */
  function noteRenewals(target: object, refuse = false): string[] {
    const renewed: string[] = [];
    const renewToken = async (token: string): Promise<void> => {
      if (refuse) throw new CallError('tokenFailed', 'not that one');
      renewed.push(token);
    };
    Object.assign(target, { renewToken });
    return renewed;
  }

  it('each connection gets the source of the page, for its own room', async () => {
    const { capture, media, clock } = alice;
    const signal = world.network.client('carol', 'carol/1');
    const asked: unknown[][] = [];
    const mediaToken: CallConfig['mediaToken'] = async (...args) => `token ${asked.push(args)}`;
    const client = new CallClient({ userId: 'carol', signal, capture, media, clock, mediaToken });
    await signal.connect();
    await client.prepareForCall({ roomId: 'den' });
    await client.call('bob');
    expect(await media.opened.at(-1)!.options.token!('stale')).to.equal('token 1');
    expect(asked).to.deep.equal([['den', 'stale']]);
  });

  it('no connection gets any where there are none', async () => {
    await alice.client.call('bob');
    expect(alice.media.opened[0]!.options.token).to.equal(undefined);
  });

  it('renewToken reaches signalling, the call under way, and the calls to come', async () => {
    await alice.client.prepareForCall({ rtcToken: 'old' });
    await alice.client.call('bob');
    const connection = alice.media.opened[0]!;
    const [signalling, media] = [noteRenewals(alice.signal), noteRenewals(connection)];
    await alice.client.renewToken({ rtcToken: 'rtc', signalToken: 'rtm' });
    expect([signalling, media]).to.deep.equal([['rtm'], ['rtc']]);
    expect(await connection.options.token!('old')).to.equal('rtc');
    await alice.client.cancelCall();
    await alice.client.call('bob');
    expect(await alice.media.opened[1]!.options.token!()).to.equal('rtc');
  });

  it('renewToken renews what is given, and nothing else', async () => {
    await alice.client.call('bob');
    const [signalling, media] = [noteRenewals(alice.signal), noteRenewals(alice.media.opened[0]!)];
    await alice.client.renewToken({ signalToken: 'rtm' });
    expect([signalling, media]).to.deep.equal([['rtm'], []]);
    await alice.client.renewToken({ rtcToken: 'rtc' });
    expect([signalling, media]).to.deep.equal([['rtm'], ['rtc']]);
  });

  it('renewToken passes without a call, and where nothing takes a token', async () => {
    await alice.client.renewToken({ rtcToken: 'rtc', signalToken: 'rtm' });
    await alice.client.call('bob');
    await alice.client.renewToken({ rtcToken: 'rtc', signalToken: 'rtm' });
    expect(alice.client.getState().state).to.equal('calling');
  });

  it('renewToken tells that one was refused, and the call goes on', async () => {
    await alice.client.call('bob');
    await world.advance(200);
    noteRenewals(alice.media.opened[0]!, true);
    const before = alice.client.getState();
    expect((await refusal(alice.client.renewToken({ rtcToken: 'bad' }))).code).to.equal('tokenFailed');
    expect(alice.client.getState()).to.equal(before);
  });

  it('renewToken wants texts', async () => {
    for (const token of ['', 7, null]) {
      for (const field of ['rtcToken', 'signalToken']) {
        const error = await refusal(alice.client.renewToken({ [field]: token }));
        expect(error).to.include({ code: 'invalidArgument', message: `renewToken: ${field} must be a string that is not empty.` });
      }
    }
  });

  it('that run out soon are announced: by signalling, and by the connection of the call', async () => {
    const listeners: SignalListener[] = [];
    const { capture, media, clock } = alice;
    const signal = world.network.client('carol', 'carol/1');
    const addListener = signal.addListener.bind(signal);
    signal.addListener = (listener) => (listeners.push(listener), addListener(listener));
    const client = new CallClient({ userId: 'carol', signal, capture, media, clock });
    await signal.connect();
    await client.prepareForCall();
    let warnings = 0;
    client.addListener({ tokenPrivilegeWillExpire: () => warnings++ });
    listeners[0]!.onTokenWillExpire!();
    expect(warnings).to.equal(1);
    await client.call('bob');
    const { options } = media.opened[0]!;
    options.tokenWillExpire!();
    expect(warnings).to.equal(2);
    await client.cancelCall();
    // That connection is closed.
    options.tokenWillExpire!();
    expect(warnings).to.equal(2);
  });
});
