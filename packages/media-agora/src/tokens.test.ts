import { expect } from 'chai';
import { onEmulators, setOnEmulators } from '@call-elements/emulators/page';
import type { MediaSide } from '@call-elements/testing/media-conformance';
import { untilPicture } from '@call-elements/testing/media-probes';
import { hasFailed, isConnected, useBench } from './testing/bench.ts';

describe('the token of an Agora room', function () {
  this.timeout(30_000);
  const bench = useBench();

  const isTold = async (side: MediaSide, code: string, words: RegExp): Promise<void> => {
    await hasFailed(side);
    expect(side.state.error).to.have.property('code', code);
    expect(side.state.error!.message).to.match(words);
    await Promise.all([bench.untilNoConnection(), bench.untilNoSocket()]);
  };

  for (const [what, code] of [['expired', 2010010], ['bad', 2010009], ['missing', 2010015]] as const) {
    it(`that is ${what}: asks for another, once`, async () => {
      await setOnEmulators('rtc.accessPoint', { code });
      const stale: (string | undefined)[] = [];
      const side = bench.side('caller', {
        token: async (refused) => {
          stale.push(refused);
          if (refused) await setOnEmulators('rtc.accessPoint', 'up');
          return refused ? 'good' : 'bad';
        },
      });
      await isConnected(side);
      expect(stale).to.deep.equal([undefined, 'bad']);
      expect(side.states.filter(({ phase }) => phase === 'failed')).to.deep.equal([]);
    });
  }

  it('that is refused again', async () => {
    await setOnEmulators('rtc.accessPoint', { code: 2010010 });
    await isTold(bench.side('caller', { token: async (refused) => `${refused}+` }), 'tokenFailed', /refused/);
  });

  it('that is wanted, and nobody gave one', async () => {
    await setOnEmulators('rtc.accessPoint', { code: 2010015 });
    await isTold(bench.side('caller'), 'tokenFailed', /none was given/);
  });

  it('that cannot be had', async () => {
    const cause = new Error('no server');
    const side = bench.side('caller', { token: () => Promise.reject(cause) });
    await isTold(side, 'tokenFailed', /could be had/);
    expect(side.state.error!.cause).to.equal(cause);
  });

  it('that is about to end: says so, and renews it', async () => {
    const stale: (string | undefined)[] = [];
    let warnings = 0;
    const renewed = new Promise<void>((resolve) => {
      const side = bench.side('caller', {
        room: 'renewing',
        tokenWillExpire: () => (warnings += 1),
        token: async (old) => {
          stale.push(old);
          return old ? 'second' : 'first';
        },
      });
      const { send } = WebSocket.prototype;
      WebSocket.prototype.send = function (this: WebSocket, data: string) {
        send.call(this, data);
        if (!String(data).includes('"_type":"renew_token"')) return;
        WebSocket.prototype.send = send;
        if (String(data).includes('second')) resolve();
      };
      void isConnected(side).then(() => onEmulators('rtc.warnOfTokenExpiry', 'renewing', 'alice'));
    });
    await renewed;
    expect([warnings, ...stale]).to.deep.equal([1, undefined, 'first']);
  });

  it('that has ended: joins again with another, and is seen and heard again', async () => {
    const room = bench.room();
    const stale: (string | undefined)[] = [];
    const token = async (old?: string) => {
      stale.push(old);
      return old ? 'another' : `first of ${room}`;
    };
    const { alice, bob } = await bench.flowing({ room, token });
    stale.length = 0;
    await onEmulators('rtc.expireToken', room, 'alice');
    await alice.until(({ phase }) => phase === 'reconnecting');
    await isConnected(alice);
    expect(stale).to.deep.equal([`first of ${room}`]);
    const { framesDecoded } = await bob.connection.stats();
    await bob.untilStats((stats) => stats.framesDecoded !== framesDecoded && stats.framesDecoded > 10);
    await untilPicture(bob.state.remote.video as MediaStreamTrack);
    expect(bob.state.peer).to.equal('here');
  });

  it('that has ended, and there is no other', async () => {
    const room = bench.room();
    const { alice } = await bench.met({ room, token: (old) => (old ? Promise.reject(new Error('no more')) : Promise.resolve(`only one of ${room}`)) });
    await onEmulators('rtc.expireToken', room, 'alice');
    await hasFailed(alice);
    expect(alice.state.error).to.have.property('code', 'tokenFailed');
  });

  it('is renewed by hand', async () => {
    const { alice } = await bench.met();
    await alice.connection.renewToken!('another');
    expect(alice.state.phase).to.equal('connected');
  });
});
