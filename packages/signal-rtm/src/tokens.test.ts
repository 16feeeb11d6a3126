import { expect } from 'chai';
import { CallError } from '@call-elements/core';
import { onEmulators, setOnEmulators } from '@call-elements/emulators/page';
import { rejection } from '@call-elements/testing';
import { World } from './testing/world.ts';

describe('Tokens for RTM', () => {
  const world = new World();

  /** A source of tokens that are all good, but for those put in front; and what it was asked. */
  function source(userId: string, first: string[] = []): { token: (stale?: string) => Promise<string>; asked: (string | undefined)[]; given: string[] } {
    const asked: (string | undefined)[] = [];
    const given: string[] = [];
    const token = async (stale?: string): Promise<string> => {
      asked.push(stale);
      given.push(first.shift() ?? (await world.token(userId)));
      return given.at(-1)!;
    };
    return { token, asked, given };
  }

  it('are asked for at login, and used', async () => {
    const userId = world.name('alice');
    const { token, asked, given } = source(userId);
    const { client, witness } = await world.online('', { userId, token });
    expect(asked).to.deep.equal([undefined]);
    // It is known to the service, which can take it back.
    await onEmulators('rtm.expireToken', userId);
    await witness.untilState('reconnecting');
    await witness.untilState('online');
    expect(asked).to.deep.equal([undefined, given[0]]);
    expect(client.state).to.equal('online');
    expect(witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online']);
  });

  it('are changed for another when one is refused at login', async () => {
    const userId = world.name('alice');
    const { token, asked } = source(userId, ['no token at all']);
    const { client, witness } = await world.online('', { userId, token });
    expect(client.state).to.equal('online');
    expect(asked).to.deep.equal([undefined, 'no token at all']);
    expect(witness.states).to.deep.equal(['connecting', 'online']);
  });

  it('are no good when the other one is refused as well', async () => {
    const userId = world.name('alice');
    const { token, asked } = source(userId, ['bad', 'worse']);
    const { client, witness } = await world.create('', { userId, token });
    const error = await rejection(client.connect());
    expect(error.code).to.equal('tokenFailed');
    expect(error.cause).to.have.property('errorCode', -10005);
    expect(asked).to.deep.equal([undefined, 'bad']);
    expect(witness.states).to.deep.equal(['connecting', 'failed']);
  });

  it('are no good when there is none, with the reason of the source', async () => {
    const refusal = new CallError('tokenFailed', 'The token server says no.');
    for (const [thrown, message] of [[refusal, 'The token server says no.'], [new Error('no network'), 'There is no token']] as const) {
      const { client } = await world.create('alice', { token: () => Promise.reject(thrown) });
      const error = await rejection(client.connect());
      expect(error.code).to.equal('tokenFailed');
      expect(error.message).to.contain(message);
    }
  });

  it('are missed by name where the app needs them', async () => {
    const { client, userId } = await world.create('alice');
    await setOnEmulators('rtm.accessPoint', { code: 15 });
    const error = await rejection(client.connect());
    expect(error).to.include({ code: 'tokenFailed', message: `RTM wants a token from "${userId}", and there is none.` });
    expect(error.cause).to.have.property('errorCode', -10005);
  });

  it('that expire during an outage are changed, although the SDK does not know that it is for them', async () => {
    const userId = world.name('alice');
    const asked: (string | undefined)[] = [];
    const serveAgain = async (): Promise<void> => {
      await setOnEmulators('rtm.accessPoint', 'up');
      await onEmulators('rtm.sockets.heal');
    };
    const { witness } = await world.online('', {
      userId,
      async token(stale) {
        asked.push(stale);
        if (stale) await serveAgain();
        return world.token(userId);
      },
    });
    // What the access point says of an expired token.
    await setOnEmulators('rtm.accessPoint', { code: 13 });
    await world.cutOff(userId);
    await witness.untilState('reconnecting');
    await witness.untilState('online');
    expect(witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online']);
    expect(asked).to.have.length(2);
    expect(asked[1]).to.be.a('string').and.match(/^007/);
  });

  it('are not asked for without end', async () => {
    const userId = world.name('alice');
    const { token, asked } = source(userId);
    const { client, witness } = await world.online('', { userId, token });
    await onEmulators('rtm.expireToken', userId);
    await witness.untilState('reconnecting');
    await witness.untilState('online');
    await onEmulators('rtm.expireToken', userId);
    await witness.untilState('failed tokenFailed');
    expect(asked).to.have.length(2);
    await client.connect();
    expect(client.state).to.equal('online');
  });

  it('X-03: are renewed before they expire, and the page is told', async () => {
    const userId = world.name('alice');
    const first = await world.token(userId);
    let asked!: (stale: string) => void;
    const renewal = new Promise<string>((resolve) => (asked = resolve));
    const { witness } = await world.online('', {
      userId,
      async token(stale) {
        if (stale === undefined) return first;
        asked(stale);
        return world.token(userId);
      },
    });
    await onEmulators('rtm.warnOfTokenExpiry', userId);
    expect(await renewal).to.equal(first);
    expect(witness.warnings).to.equal(1);
    expect(witness.states).to.deep.equal(['connecting', 'online']);
  });

  it('can be pushed, and are refused without harm', async () => {
    const { client, userId, witness } = await world.online('alice');
    await client.renewToken(await world.token(userId));
    await setOnEmulators('rtm.accessPoint', { code: 13 });
    const error = await rejection(client.renewToken(await world.token(userId)));
    expect(error.code).to.equal('tokenFailed');
    expect(error.cause).to.have.property('errorCode', -10009);
    expect(witness.states).to.deep.equal(['connecting', 'online']);
    const bob = await world.create('bob');
    expect((await rejection(client.sendMessage(bob.userId, 'hello'))).code).to.equal('peerOffline');
  });

  it('that are pushed bring a login back that ended for want of one', async () => {
    const userId = world.name('alice');
    const { client, witness } = await world.create('', { userId });
    await client.renewToken(await world.token(userId));
    await client.connect();
    await onEmulators('rtm.expireToken', userId);
    await witness.untilState('failed tokenFailed');
    await client.renewToken(await world.token(userId));
    expect(client.state).to.equal('online');
  });
});
