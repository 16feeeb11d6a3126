import { expect } from 'chai';
import type { RTMEvents } from 'agora-rtm-sdk';
import { onEmulators } from '@call-elements/emulators/page';
import { createRtmSignal } from './index.ts';
import type { RtmSignalClient } from './index.ts';
import { FakeRtm } from './testing/fake-rtm.ts';
import { Witness, rejection } from '@call-elements/testing';
import { World } from './testing/world.ts';

const TEXT = '{"通话":"📞"}';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('Messages over RTM', () => {
  const world = new World();

  it('go to users as bytes of UTF-8, as native clients need them', async () => {
    const native = world.name('native');
    const rtm = await world.ownRtm(native);
    const arrived = new Promise<RTMEvents.MessageEvent>((resolve) => rtm.addEventListener('message', resolve));
    await rtm.login({});
    const { client, userId } = await world.online('alice');
    await client.sendMessage(native, TEXT);
    const { channelType, messageType, message, publisher } = await arrived;
    expect({ channelType, messageType, publisher }).to.deep.equal({ channelType: 'USER', messageType: 'BINARY', publisher: userId });
    expect([...(message as Uint8Array)]).to.deep.equal([...utf8(TEXT)]);
  });

  it('leave in the turn in which they are sent: a page that is being closed has no other', async () => {
    const { client } = await world.online('alice');
    const send = WebSocket.prototype.send;
    let frames = 0;
    WebSocket.prototype.send = function (...data) {
      frames += 1;
      send.apply(this, data);
    };
    // Over 128 bytes they are compressed.
    const sent = rejection(client.sendMessage('nobody', TEXT.repeat(100)));
    WebSocket.prototype.send = send;
    expect(frames).to.be.greaterThan(0);
    await sent;
  });

  it('W-22: are heard as text as well', async () => {
    const { userId, witness } = await world.online('alice');
    expect(await onEmulators('rtm.inject', 'native', userId, TEXT)).to.equal('delivered');
    expect(witness.messages).to.deep.equal([`native: ${TEXT}`]);
  });

  it('to somebody offline are refused, though that is not certain (-11033)', async () => {
    const { client } = await world.online('alice');
    const bob = await world.online('bob');
    await world.cutOff(bob.userId);
    const error = await rejection(client.sendMessage(bob.userId, TEXT));
    expect(error).to.include({ code: 'peerOffline', certain: false });
    expect(error.cause).to.have.property('errorCode', -11033);
  });

  it('to who cannot exist are refused for certain, with the ids that can', async () => {
    const { client } = await world.online('alice');
    const error = await rejection(client.sendMessage('bob@example.com', TEXT));
    expect(error).to.include({ code: 'peerOffline', certain: true });
    expect(error.message).to.contain('"bob@example.com"').and.contain('1 to 64 letters');
  });

  it('are as large as RTM takes them, and no larger', async () => {
    const { client } = await world.online('alice');
    const bob = await world.online('bob');
    await client.sendMessage(bob.userId, 'é'.repeat(16_384));
    const error = await rejection(client.sendMessage(bob.userId, 'é'.repeat(16_384) + '!'));
    expect(error.code).to.equal('signalFailed');
    expect(error.message).to.contain('32769').and.contain('32768');
  });

  describe('with a scripted client', () => {
    let rtm: FakeRtm;
    let client: RtmSignalClient;
    let witness: Witness;

    beforeEach(async () => {
      rtm = new FakeRtm();
      rtm.state = 'CONNECTED';
      client = createRtmSignal({ userId: 'alice', rtm: rtm.client });
      witness = new Witness(client);
      await client.connect();
    });
    afterEach(() => client.disconnect());

    const hear = (message: string | Uint8Array, channelType: 'USER' | 'MESSAGE' = 'USER'): void => rtm.emit('message', { channelType, publisher: 'bob', message });

    it('are read from a view of a larger buffer', () => {
      const bytes = utf8(`before ${TEXT} after`);
      hear(bytes.subarray(7, bytes.length - 6));
      expect(witness.messages).to.deep.equal([`bob: ${TEXT}`]);
    });

    it('are dropped when they are no text, and keep what looks like a byte order mark', () => {
      hear(new Uint8Array([0x7b, 0xff, 0x7d]));
      hear(utf8('\uFEFFtext'));
      expect(witness.messages).to.deep.equal(['bob: \uFEFFtext']);
    });

    it('of channels are the page\'s own', () => {
      hear('to a channel', 'MESSAGE');
      hear('to alice');
      expect(witness.messages).to.deep.equal(['bob: to alice']);
    });

    it('are refused when nobody acknowledged them, or when there are too many; they may have arrived', async () => {
      for (const number of [-11026, -10021, -11024]) {
        rtm.refuseMessages = number;
        const error = await rejection(client.sendMessage('bob', TEXT));
        expect(error).to.include({ code: 'signalFailed', certain: false });
        expect(error.cause).to.have.property('errorCode', number);
      }
    });

    it('are refused without a connection, also when nobody was told yet (-10025)', async () => {
      rtm.refuseMessages = -10025;
      expect((await rejection(client.sendMessage('bob', TEXT))).code).to.equal('signalNotReady');
    });
  });
});
