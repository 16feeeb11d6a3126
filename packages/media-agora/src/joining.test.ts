import { expect } from 'chai';
import { onEmulators, setOnEmulators } from '@call-elements/emulators/page';
import type { MediaSide } from '@call-elements/testing/media-conformance';
import { hasFailed, useBench } from './testing/bench.ts';

describe('an Agora room that cannot be joined', function () {
  this.timeout(30_000);
  const bench = useBench();

  const isTold = async (side: MediaSide, code: string, words: RegExp): Promise<void> => {
    await hasFailed(side);
    expect(side.state.error).to.have.property('code', code);
    expect(side.state.error!.message).to.match(words);
    await Promise.all([bench.untilNoConnection(), bench.untilNoSocket()]);
  };

  it('without an app id, or with a wrong one: says what is wanted, after open has returned', async () => {
    for (const [appId, words] of [[undefined, /32 hexadecimal digits, and there is none/], ['my app', /"my app" is none/]] as const) {
      const side = bench.side('caller', {}, { appId });
      expect(side.state.phase).to.equal('connecting');
      await isTold(side, 'invalidArgument', words);
    }
  });

  it('as a user whose name Agora does not take', async () => {
    await isTold(bench.side('caller', { userId: 'zoë' }), 'invalidArgument', /ASCII characters, and "zoë"/);
  });

  it('when the access point does not answer: gives up after 10 s', async () => {
    await setOnEmulators('rtc.accessPoint', 'silent');
    await isTold(bench.side('caller'), 'mediaFailed', /could not be reached within 10 s/);
  });

  it('when the project is not known', async () => {
    await setOnEmulators('rtc.accessPoint', { code: 2010005 });
    await isTold(bench.side('caller'), 'invalidArgument', /no project with this app id/);
  });

  // The last of this page: the SDK, left in the very moment in which it opens a socket again, may open another one later (see `Room.#leave`), and
  // once nobody refuses it that one stays.
  it('N-27: when the gateway refuses for ever: gives up after 10 s', async () => {
    await onEmulators('rtc.sockets.refuse');
    await hasFailed(bench.side('caller'));
  });
});
