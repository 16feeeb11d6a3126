import { expect } from 'chai';
import { createRtmSignal } from './index.ts';
import type { RtmOptions, RtmSignalClient } from './index.ts';
import { FakeRtm } from './testing/fake-rtm.ts';
import { Witness, rejection } from '@call-elements/testing';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

// What the real SDK takes minutes for.
describe('A login to RTM, with a scripted client', () => {
  let rtm: FakeRtm;
  let client: RtmSignalClient;
  let witness: Witness;

  function create(options: Partial<RtmOptions> = {}): void {
    rtm = new FakeRtm();
    client = createRtmSignal({ userId: 'alice', rtm: rtm.client, token: async (stale) => (stale ? `after ${stale}` : 'first'), ...options });
    witness = new Witness(client);
  }
  async function online(options: Partial<RtmOptions> = {}): Promise<void> {
    create(options);
    const connected = client.connect();
    await settled();
    rtm.logins[0]!.succeed();
    await connected;
  }
  afterEach(() => client.disconnect());

  it('reconnects as long as the SDK tries, however often that is suspended', async () => {
    await online();
    for (const state of ['DISCONNECTED', 'CONNECTING', 'DISCONNECTED', 'CONNECTING', 'SUSPENDED', 'CONNECTING', 'CONNECTED'] as const) rtm.link(state);
    expect(witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online']);
  });

  it('tells of nothing but connecting until it is there', async () => {
    create();
    const connected = client.connect();
    await settled();
    for (const state of ['DISCONNECTED', 'CONNECTING', 'DISCONNECTED', 'CONNECTING'] as const) rtm.link(state);
    rtm.logins[0]!.succeed();
    await connected;
    expect(witness.states).to.deep.equal(['connecting', 'online']);
  });

  it('waits for a mended login without end', async () => {
    await online({ loginTimeout: 5 });
    rtm.link('FAILED', 'TOKEN_EXPIRED');
    await settled();
    for (const state of ['DISCONNECTED', 'CONNECTING'] as const) rtm.link(state);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(witness.states.at(-1)).to.equal('reconnecting');
    expect(rtm.logins.map(({ token }) => token)).to.deep.equal(['first', 'after first']);
    rtm.logins[1]!.succeed();
    await witness.untilState('online');
  });

  it('fails when the other token is refused as well', async () => {
    await online();
    rtm.link('FAILED', 'TOKEN_EXPIRED');
    await settled();
    rtm.logins[1]!.fail(-10009);
    await witness.untilState('failed tokenFailed');
    expect(rtm.logins).to.have.length(2);
  });

  it('fails for want of another token, and tries the same again where it may not be for that', async () => {
    await online({ token: async () => 'always the same' });
    rtm.link('FAILED', 'TOKEN_EXPIRED');
    await witness.untilState('failed tokenFailed');
    expect(rtm.logins).to.have.length(1);

    await client.disconnect();
    await online({ token: async () => 'always the same' });
    rtm.link('FAILED', 'UNKNOWN');
    await settled();
    expect(rtm.logins.map(({ token }) => token)).to.deep.equal(['always the same', 'always the same']);
    rtm.logins[1]!.succeed();
    await witness.untilState('online');
  });

  for (const reason of ['KICKED_OUT_BY_SERVER', 'LOGIN_TOO_FREQUENT'] as const) {
    it(`is not tried again after ${reason}`, async () => {
      await online();
      rtm.link('FAILED', reason);
      await witness.untilState('failed signalFailed');
      await settled();
      expect(rtm.logins).to.have.length(1);
    });
  }

  it('renews its token, unless there is no other', async () => {
    await online();
    rtm.emit('tokenPrivilegeWillExpire', '' as never);
    await settled();
    expect(rtm.renewals).to.deep.equal(['after first']);
    await client.disconnect();
    await online({ token: async () => 'always the same' });
    rtm.emit('tokenPrivilegeWillExpire', '' as never);
    await settled();
    expect(rtm.renewals).to.deep.equal([]);
    expect(witness.states).to.deep.equal(['connecting', 'online']);
  });

  it('takes a token that is pushed during an outage when that is over', async () => {
    await online();
    rtm.link('DISCONNECTED');
    await client.renewToken('pushed');
    expect(rtm.renewals).to.deep.equal([]);
    rtm.link('CONNECTED');
    await settled();
    rtm.link('DISCONNECTED');
    rtm.link('CONNECTED');
    expect(rtm.renewals).to.deep.equal(['pushed']);
  });

  it('forgets a pushed token that was refused', async () => {
    await online();
    rtm.refuseTokens = -10005;
    expect((await rejection(client.renewToken('bad'))).code).to.equal('tokenFailed');
    await client.disconnect();
    rtm.state = 'IDLE';
    const connected = client.connect();
    await settled();
    expect(rtm.logins.at(-1)!.token).to.equal('first');
    rtm.logins.at(-1)!.succeed();
    await connected;
  });

  it('does not begin any more after disconnect(), whatever it is waiting for', async () => {
    let give!: (token: string) => void;
    create({ token: () => new Promise((resolve) => (give = resolve)) });
    const failure = rejection(client.connect());
    await settled();
    await client.disconnect();
    expect((await failure).code).to.equal('signalNotReady');
    give('late');
    await settled();
    expect(rtm.logins).to.deep.equal([]);
    expect(witness.states).to.deep.equal(['connecting', 'offline']);
  });

  it('leaves no listener and no timer behind', async () => {
    const timers = new Set<unknown>();
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    globalThis.setTimeout = ((run: () => void, ms: number) => {
      const timer = set(() => (timers.delete(timer), run()), ms);
      timers.add(timer);
      return timer;
    }) as typeof set;
    globalThis.clearTimeout = ((timer: number) => (timers.delete(timer), clear(timer))) as typeof clear;
    try {
      await online();
      await client.disconnect();
      create();
      const overtaken = rejection(client.connect());
      await settled();
      await client.disconnect();
      await overtaken;
    } finally {
      Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    }
    expect(timers.size).to.equal(0);
    expect(rtm.listeners).to.equal(0);
  });
});
