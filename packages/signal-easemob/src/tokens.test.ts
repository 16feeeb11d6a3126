import { expect } from 'chai';
import { CallError } from '@call-elements/core';
import { onEmulators, setOnEmulators } from '@call-elements/emulators/page';
import { rejection } from '@call-elements/testing';
import { World } from './testing/world.ts';

describe('Tokens for Easemob', () => {
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

  it('are changed for another when one is refused at login', async () => {
    const userId = world.name('alice');
    const expired = await world.token(userId, -1);
    const { token, asked } = source(userId, [expired]);
    const { witness } = await world.online('', { userId, token });
    expect(asked).to.deep.equal([undefined, expired]);
    expect(witness.states).to.deep.equal(['connecting', 'online']);
  });

  it('are no good when the other one is refused as well', async () => {
    const userId = world.name('alice');
    const bad = [await world.token('mallory'), await world.token('mallory')];
    const { token, asked } = source(userId, [...bad]);
    const { client, witness } = await world.create('', { userId, token });
    const error = await rejection(client.connect());
    expect(error.code).to.equal('tokenFailed');
    expect(error.cause).to.have.property('type', 28);
    expect(asked).to.deep.equal([undefined, bad[0]]);
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

  it('that are found to be no good at a reconnect are changed, and the SDK does not go on with the old one', async () => {
    const userId = world.name('alice');
    const { token, asked, given } = source(userId);
    const { client, witness } = await world.online('', { userId, token });
    await onEmulators('easemob.expireToken', userId);
    await witness.untilState('reconnecting');
    await witness.untilState('online');
    expect(asked).to.deep.equal([undefined, given[0]]);
    expect(witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online']);
    const bob = await world.online('bob');
    await bob.client.sendMessage(client.userId, 'hello');
    await witness.until(() => witness.messages.length > 0);
    expect(await onEmulators('easemob.devicesOf', userId)).to.have.length(1);
  });

  it('that are found to be no good, with no other to be had, end it; one that is pushed brings it back', async () => {
    const userId = world.name('alice');
    const { client, witness } = await world.create('', { userId, token: undefined });
    expect((await rejection(client.connect())).code).to.equal('tokenFailed');
    await client.renewToken(await world.token(userId));
    expect(client.state).to.equal('online');
    await onEmulators('easemob.expireToken', userId);
    await witness.untilState('failed tokenFailed');
    await client.renewToken(await world.token(userId));
    expect(client.state).to.equal('online');
  });

  it('that expire during an outage are asked for until there is one', async () => {
    const userId = world.name('alice');
    let asked = 0;
    const token = async (stale?: string): Promise<string> => {
      if (stale && (asked += 1) === 1) throw new Error('no network');
      return world.token(userId);
    };
    const { witness } = await world.online('', { userId, token });
    await onEmulators('easemob.expireToken', userId);
    await witness.untilState('reconnecting');
    await witness.untilState('online');
    expect(asked).to.equal(2);
    expect(witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online']);
  });

  it('are tried until the service is back that does not answer meanwhile', async () => {
    const userId = world.name('alice');
    let asked = 0;
    const token = async (stale?: string): Promise<string> => {
      if (stale) asked += 1;
      if (asked === 1) await onEmulators('easemob.provision', 'silent', '', userId);
      if (asked === 2) await onEmulators('easemob.heal');
      return world.token(userId);
    };
    const { witness } = await world.online('', { userId, token, loginTimeout: 400 });
    await onEmulators('easemob.expireToken', userId);
    await witness.until(() => asked === 2 && witness.states.at(-1) === 'online');
    expect(witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online']);
    expect(await onEmulators('easemob.devicesOf', userId)).to.have.length(1);
  });

  it('are renewed before they expire, once, and the page is told', async () => {
    const userId = world.name('alice');
    const first = await world.token(userId);
    const asked: (string | undefined)[] = [];
    const { witness } = await world.online('', {
      userId,
      async token(stale) {
        asked.push(stale);
        return stale === undefined ? first : world.token(userId);
      },
    });
    await onEmulators('easemob.warnOfTokenExpiry', userId);
    await onEmulators('easemob.warnOfTokenExpiry', userId);
    await witness.until(() => asked.length > 1);
    await witness.until(() => witness.warnings > 1);
    expect(asked).to.deep.equal([undefined, first]);
    expect(witness.states).to.deep.equal(['connecting', 'online']);
  });

  it('that run out are replaced, of a short life too', async () => {
    const userId = world.name('alice');
    const lives = [2, 3_600];
    const { witness } = await world.online('', { userId, token: () => world.token(userId, lives.length > 1 ? lives.shift() : lives[0]) });
    // Before its end another one was asked for; a token of 2 s would have been over else.
    await witness.until(() => witness.warnings > 0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(witness.states).to.deep.equal(['connecting', 'online']);
  });

  it('of a password are made anew by the service when they run out', async () => {
    const userId = world.name('alice');
    const { client, witness } = await world.online('', { userId, token: undefined, password: 'secret' });
    await onEmulators('easemob.expireToken', userId);
    await witness.untilState('reconnecting');
    await witness.untilState('online');
    expect(client.state).to.equal('online');
  });

  it('are over at once for a clock that is far off, and not asked for without end', async () => {
    const userId = world.name('alice');
    const { token, asked } = source(userId);
    const { witness } = await world.online('', { userId, token });
    const later = async (days: number): Promise<void> => {
      await setOnEmulators('clock.skewMs', days * 86_400_000);
      await onEmulators('easemob.sockets.cut', userId);
    };
    try {
      await later(2);
      // It comes back, is told the time, and ends itself.
      await witness.until(() => asked.length === 2 && witness.states.at(-1) === 'online');
      expect(witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online', 'reconnecting', 'online']);
      await later(9);
      await witness.untilState('failed tokenFailed');
      expect(asked).to.have.length(2);
    } finally {
      await setOnEmulators('clock.skewMs', 0);
    }
  });

  it('can be pushed, and are refused without harm', async () => {
    const { client, userId, witness } = await world.online('alice');
    await client.renewToken(await world.token(userId));
    const error = await rejection(client.renewToken(await world.token('mallory')));
    expect(error.code).to.equal('tokenFailed');
    expect(witness.states).to.deep.equal(['connecting', 'online']);
    await client.sendMessage('bob', 'still here');
  });
});
