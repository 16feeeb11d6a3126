import { expect } from 'chai';
import { onEmulators, setOnEmulators } from '@call-elements/emulators/page';
import { rejection } from '@call-elements/testing';
import { World } from './testing/world.ts';

describe('The connection to RTM', () => {
  const world = new World();

  it('is made on one SDK client per user, as often as it is asked for (-10027)', async () => {
    const first = await world.online('alice');
    await first.client.disconnect();
    const second = await world.online('', { userId: first.userId });
    expect(second.client.state).to.equal('online');
    expect(first.client.state).to.equal('offline');
  });

  it('does not share an SDK client that the page made for itself, and says how it could', async () => {
    const userId = world.name('alice');
    await world.ownRtm(userId);
    const { client } = await world.create('', { userId });
    const error = await rejection(client.connect());
    expect(error.code).to.equal('invalidArgument');
    expect(error.message).to.contain(`"${userId}" already`).and.contain('"rtm"');
  });

  it('goes to the latest of two on one page, as between two pages', async () => {
    const first = await world.online('alice');
    const second = await world.online('', { userId: first.userId });
    expect(first.witness.states).to.deep.equal(['connecting', 'online', 'failed signedInElsewhere']);
    const bob = await world.online('bob');
    await bob.client.sendMessage(first.userId, 'hello');
    await second.witness.until(() => second.witness.messages.length > 0);
    expect(first.witness.messages).to.deep.equal([]);
    // Not any more hers to log out.
    await first.client.disconnect();
    await bob.client.sendMessage(first.userId, 'still there?');
    await first.client.connect();
    expect(second.witness.states.at(-1)).to.equal('failed signedInElsewhere');
  });

  it('goes to the latest of two that connect at once', async () => {
    const first = await world.create('alice');
    const second = await world.create('', { userId: first.userId });
    const failure = rejection(first.client.connect());
    await second.client.connect();
    expect((await failure).code).to.equal('signedInElsewhere');
    expect([first.client.state, second.client.state]).to.deep.equal(['failed', 'online']);
    expect(first.witness.states).to.deep.equal(['connecting', 'failed']);
  });

  it('is lost to a login of the same user elsewhere, and can be taken back', async () => {
    const { client, userId, witness } = await world.online('alice');
    await onEmulators('rtm.logIn', userId);
    await witness.untilState('failed signedInElsewhere');
    expect((await rejection(client.sendMessage('bob', 'hello'))).code).to.equal('signalNotReady');
    await client.connect();
    expect(client.state).to.equal('online');
  });

  it('is given up after a while when nobody answers, which the SDK never does', async () => {
    const { client, witness, userId } = await world.create('alice', { loginTimeout: 300 });
    await setOnEmulators('rtm.accessPoint', 'silent');
    const error = await rejection(client.connect());
    expect(error.code).to.equal('signalFailed');
    expect(error.message).to.contain('300 ms');
    expect(witness.states).to.deep.equal(['connecting', 'failed']);
    await setOnEmulators('rtm.accessPoint', 'up');
    const again = await world.online('', { userId });
    expect(again.witness.states).to.deep.equal(['connecting', 'online']);
  });

  it('is not made after all when disconnect() comes first', async () => {
    const { client, userId, witness } = await world.create('alice');
    await setOnEmulators('rtm.accessPoint', 'silent');
    const failure = rejection(client.connect());
    // And back, so that the SDK is at it.
    await setOnEmulators('rtm.accessPoint', 'silent');
    await client.disconnect();
    expect((await failure).code).to.equal('signalNotReady');
    expect(witness.states).to.deep.equal(['connecting', 'offline']);
    await setOnEmulators('rtm.accessPoint', 'up');
    // The SDK's client would refuse that if it was still at it.
    const again = await world.online('', { userId });
    expect(again.witness.states).to.deep.equal(['connecting', 'online']);
  });

  it('comes back by itself; meanwhile sending is refused at once, and what is unconfirmed is too', async () => {
    const alice = await world.online('alice');
    const bob = await world.online('bob');
    await onEmulators('rtm.messages.loseAck', { times: 1 });
    const unconfirmed = rejection(alice.client.sendMessage(bob.userId, 'once')).then((error) => ({ code: error.code, state: alice.client.state }));
    await bob.witness.until(() => bob.witness.messages.length === 1);
    await world.cutOff(alice.userId);
    await alice.witness.untilState('reconnecting');
    // The SDK itself takes 6.5 s for the first of these, and is back in 3.
    expect(await unconfirmed).to.deep.equal({ code: 'signalNotReady', state: 'reconnecting' });
    expect((await rejection(alice.client.sendMessage(bob.userId, 'in between'))).code).to.equal('signalNotReady');
    await onEmulators('rtm.sockets.heal');
    await alice.witness.untilState('online');
    await alice.client.sendMessage(bob.userId, 'again');
    expect(bob.witness.messages).to.deep.equal([`${alice.userId}: once`, `${alice.userId}: again`]);
    expect(alice.witness.states).to.deep.equal(['connecting', 'online', 'reconnecting', 'online']);
  });

  it('AN-11: fails with a reason when the service ends it', async () => {
    const { client, userId, witness } = await world.online('alice');
    await onEmulators('rtm.kick', userId, 'byServer');
    await witness.untilState('failed signalFailed');
    await client.connect();
    expect(client.state).to.equal('online');
  });

  it('is refused for an app that the service does not know, with one error', async () => {
    const { client, witness } = await world.create('alice', { appId: '0123456789abcdef0123456789abcdef' });
    const error = await rejection(client.connect());
    expect(error.code).to.equal('invalidArgument');
    expect(error.cause).to.have.property('errorCode', -10003);
    expect(witness.states).to.deep.equal(['connecting', 'failed']);
  });
});
