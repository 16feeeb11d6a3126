import { expect } from 'chai';
import { agora, easemob, openPhone, over } from './harness.ts';
import { NativeClient } from './native-client.ts';
import type { NativeOptions } from './native-client.ts';
import type { Recordings } from './native-room.ts';
import type { Phone } from './phone.ts';
import { EASEMOB_AGORA } from './transports.ts';

const PAGE = 1001;
const NATIVE = 2002;
const PATIENCE = 60_000;

const openPage = (options: Record<string, string> = {}): Promise<Phone> =>
  openPhone({ user: String(PAGE), to: String(NATIVE), interop: 'callapi', 'call-timeout': String(PATIENCE), ...options });

over([EASEMOB_AGORA], () => {
  describe("a native client of CallAPI's, over Easemob's texts", function () {
    this.timeout(2 * PATIENCE);
    let recordings: Recordings | undefined;
    let natives: NativeClient[] = [];

    function openNative(options: NativeOptions = {}): NativeClient {
      const native = new NativeClient(agora(), NATIVE, { signal: 'easemob', recordings, callTimeoutMillisecond: PATIENCE, ...options });
      natives.push(native);
      return native;
    }

    // A page's own picture and sound, for the natives to send.
    before(async () => {
      const [native, page] = [openNative(), await openPage()];
      await page.press('Video call');
      const [audio, video] = await Promise.all([native.record('audio', 2000), native.record('video', 2000)]);
      recordings = { audio, video };
      await page.page.close();
      native.close();
    });

    afterEach(() => {
      const open = natives;
      natives = [];
      for (const native of open) native.close();
      expect(open.flatMap(({ refused }) => refused), 'what native clients could not read').to.deep.equal([]);
    });

    async function meet(native: NativeClient, page: Phone): Promise<void> {
      await Promise.all([native.until('connected'), page.until('connected', PATIENCE)]);
      await Promise.all([page.seesPeer(), page.hearsPeer(), native.receives('audio', 20), native.receives('video', 20)]);
    }

    for (const platform of ['ios', 'android'] as const) {
      it(`calls a page (${platform})`, async () => {
        const [native, page] = [openNative({ platform }), await openPage()];
        native.call(PAGE);
        await page.until('calling', PATIENCE);
        await page.press('Accept call');
        await meet(native, page);
        native.hangup();
        await page.untilEnded('remoteHangup');
        await page.isClean();
      });

      it(`is called by a page (${platform})`, async () => {
        const [native, page] = [openNative({ platform }), await openPage()];
        await page.press('Video call');
        await native.until('calling');
        native.accept();
        await meet(native, page);
        await page.press('Hang up');
        await native.untilEnded('remoteHangup');
        await page.isClean();
      });
    }

    it('rejects, is busy, and gives up', async () => {
      const [native, page] = [openNative(), await openPage()];
      await page.press('Video call');
      await native.until('calling');
      native.reject();
      await page.untilEnded('remoteRejected');
      native.call(3003);
      await page.press('Video call');
      await page.untilEnded('remoteCallBusy');
      native.cancel();
      native.call(PAGE);
      await page.until('calling');
      native.cancel();
      await page.untilEnded('remoteCancelled');
      await page.isClean();
    });

    it('is heard by a page without interop as well', async () => {
      const native = openNative();
      const page = await openPhone({ user: String(PAGE), to: String(NATIVE) });
      native.call(PAGE);
      await page.until('calling', PATIENCE);
      native.cancel();
      await page.untilEnded('remoteCancelled');
      await page.isClean();
    });

    it('is not there: its silence says nothing, so it rings until the timeout, and nothing is kept', async () => {
      const page = await openPage({ 'call-timeout': '5000' });
      await page.press('Video call');
      await page.untilEnded('callingTimeout');
      await page.isClean();
      expect(easemob().storedFor(String(NATIVE))).to.deep.equal([]);
    });

    it('chats: the page neither rings nor answers', async () => {
      const [native, page] = [openNative(), await openPage()];
      const said: string[] = [];
      const stop = easemob().onMessage(({ from, kind }) => void (from === String(PAGE) && said.push(kind)));
      for (const text of ['hi', '{"message_action":0}', '{"message_version":"1.0"}', '[]', '{', '']) await easemob().inject(String(NATIVE), String(PAGE), { text });
      await easemob().inject(String(NATIVE), String(PAGE), { action: 'ring', ext: { message: 'of the page' } });
      // In order, so this is heard last.
      native.call(PAGE, 'audio');
      await page.until('calling', PATIENCE);
      stop();
      expect(await page.rings()).to.deep.equal(['calling/remoteAudioCall']);
      expect(said).to.deep.equal([]);
      expect([await page.errors(), page.complaints]).to.deep.equal([[], []]);
    });
  });
});
