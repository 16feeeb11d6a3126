import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { CallReason } from '@call-elements/core';
import type { ScriptedUser } from '@call-elements/emulators';
import { nativeProblems } from '../../packages/core/src/testing/native-safe.ts';
import { agora, over, openPhoneAnyway } from './harness.ts';
import { NativeClient } from './native-client.ts';
import type { NativeOptions } from './native-client.ts';
import type { Recordings } from './native-room.ts';
import type { Phone } from './phone.ts';
import { AGORA } from './transports.ts';

const PAGE = 1001;
const NATIVE = 2002;
/** How long anything may take on a busy machine; calls ring for as long. */
const PATIENCE = 60_000;

/** Its permission for the camera is refused, that for the microphone given. */
async function refuseCamera(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    if (!mediaDevices) return;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      if (constraints?.video) throw new DOMException('Permission denied', 'NotAllowedError');
      return getUserMedia(constraints);
    };
  });
}

async function openPage({ camera = true, to = NATIVE }: { camera?: boolean; to?: number } = {}): Promise<Phone> {
  const phone = await openPhoneAnyway({ user: String(PAGE), to: String(to), 'call-timeout': String(PATIENCE) }, camera ? undefined : refuseCamera);
  await phone.until('prepared', PATIENCE);
  return phone;
}

over([AGORA], () => {
  describe("messages in the native clients' own form", function () {
    this.timeout(2 * PATIENCE);
    let native: ScriptedUser;
    /** What the page sent, in order, each of which every native client can read. */
    let answers: Record<string, unknown>[];
    let ignored: (() => void) | undefined;

    beforeEach(() => {
      native = agora().rtm.logIn(String(NATIVE));
      answers = [];
      ignored = native.onMessage(({ text, bytes, from }) => {
        expect([from, text], 'bytes, from the page').to.deep.equal([String(PAGE), undefined]);
        answers.push(JSON.parse(bytes.toString()) as Record<string, unknown>);
      });
    });
    afterEach(() => {
      ignored?.();
      native.leave();
    });

    /** As in callapi.md §1.2: nothing that is not there. */
    async function say(fields: Record<string, unknown>, from = NATIVE): Promise<void> {
      const message = { message_version: '1.0', message_timestamp: Date.now(), fromUserId: from, ...fields };
      const outcome = await agora().rtm.inject(String(from), String(PAGE), new TextEncoder().encode(JSON.stringify(message)));
      expect(outcome).to.equal('delivered');
    }

    /** The next thing that the page says, which has to be fit for them. */
    async function answer(): Promise<Record<string, unknown>> {
      while (answers.length === 0) await new Promise<void>((resolve) => {
        const stop = native.onMessage(() => {
          stop();
          resolve();
        });
      });
      const said = answers.shift()!;
      expect(nativeProblems(said), JSON.stringify(said)).to.deep.equal([]);
      return said;
    }

    const ios = () => ({ callId: randomUUID().toUpperCase() });
    const android = () => ({ callId: randomUUID() });
    const invite = { message_action: 0, remoteUserId: PAGE, fromRoomId: String(NATIVE), fromUserExtension: {}, messageId: 1 };

    const cancels: [string, object, CallReason][] = [
      ["iOS's cancel", { cancelCallByInternal: 0 }, 'remoteCancelled'],
      ["Android's cancel", {}, 'remoteCancelled'],
      ['a cancel after the timeout', { cancelCallByInternal: 1 }, 'remoteCallingTimeout'],
    ];
    for (const [name, flag, reason] of cancels) {
      it(`${name} ends the ringing`, async () => {
        const page = await openPage();
        const call = ios();
        await say({ ...invite, ...call });
        await page.until('calling', PATIENCE);
        await say({ message_action: 1, ...call, ...flag, messageId: 2 });
        await page.untilEnded(reason, PATIENCE);
        expect(answers).to.deep.equal([]);
      });
    }

    it('a call that is accepted and hung up', async () => {
      const page = await openPage();
      const call = ios();
      await say({ ...invite, ...call });
      await page.until('calling', PATIENCE);
      await page.press('Accept call');
      expect(await answer()).to.include({ message_action: 2, ...call, fromUserId: PAGE, remoteUserId: NATIVE });
      await say({ message_action: 4, ...call, messageId: 2 });
      await page.untilEnded('remoteHangup');
      await page.isClean();
    });

    it('a call that is declined', async () => {
      const page = await openPage();
      const call = android();
      await say({ ...invite, ...call });
      await page.until('calling', PATIENCE);
      await page.press('Decline call');
      expect(await answer()).to.include({ message_action: 3, ...call, rejectByInternal: 0 });
      await page.untilEnded('localRejected');
    });

    it('a call while there is another: busy, in the words that apps know', async () => {
      const page = await openPage();
      const other = agora().rtm.logIn('3003');
      await say({ ...invite, ...ios() }, 3003);
      await page.until('calling', PATIENCE);
      const call = android();
      await say({ ...invite, ...call });
      expect(await answer()).to.include({ message_action: 3, ...call, rejectByInternal: 1, rejectReason: 'The user is currently busy' });
      other.leave();
    });

    it('an audio call, with an extension', async () => {
      const page = await openPage();
      await say({ ...invite, ...android(), message_action: 10, fromUserExtension: { key1: 'value1' }, messageId: 7 });
      await page.until('calling', PATIENCE);
      const call = await page.page.evaluate(() => window.demo.provider.client!.getState().call!);
      expect(call).to.deep.include({ type: 'audio', remoteUserId: String(NATIVE), roomId: String(NATIVE), extension: { key1: 'value1' } });
      await page.press('Accept call');
      expect(await answer()).to.include({ message_action: 2 });
      await page.press('Hang up');
      expect(await answer()).to.include({ message_action: 4 });
      expect(await page.page.evaluate(() => window.probe.requests.some(({ video }) => video)), 'asked for a camera').to.equal(false);
    });

    it("what the page dials, and their answers: accept, reject, busy with the id of another call, and the callee's own timeout", async () => {
      const page = await openPage();
      const ends: [Record<string, unknown>, CallReason][] = [
        [{ message_action: 3, rejectByInternal: 0 }, 'remoteRejected'],
        [{ message_action: 3, rejectReason: '', rejectByInternal: 0 }, 'remoteRejected'],
        [{ message_action: 3, rejectReason: 'The user is currently busy', rejectByInternal: 1, callId: randomUUID() }, 'remoteCallBusy'],
        [{ message_action: 1, cancelCallByInternal: 1 }, 'remoteCallingTimeout'],
        [{ message_action: 4, hangupReason: '' }, 'remoteHangup'],
      ];
      let messageId = 0;
      for (const [end, reason] of ends) {
        await page.press('Video call');
        const dialled = await answer();
        expect(dialled).to.include({ message_action: 0, fromUserId: PAGE, remoteUserId: NATIVE });
        const { callId } = dialled;
        if (end['message_action'] === 4) {
          await say({ message_action: 2, callId, messageId: ++messageId });
          await page.until('connecting', PATIENCE);
        }
        await say({ callId, ...end, messageId: ++messageId });
        await page.untilEnded(reason, PATIENCE);
      }
      expect(answers).to.deep.equal([]);
      await page.isClean();
    });
  });

  describe('a native client', function () {
    this.timeout(2 * PATIENCE);
    let recordings: Recordings;
    let natives: NativeClient[] = [];

    function openNative(options: NativeOptions = {}, uid = NATIVE): NativeClient {
      const native = new NativeClient(agora(), uid, { recordings, callTimeoutMillisecond: PATIENCE, ...options });
      natives.push(native);
      return native;
    }

    // A page's own picture and sound, for the natives to send.
    before(async () => {
      const native = new NativeClient(agora(), NATIVE, { callTimeoutMillisecond: PATIENCE });
      const page = await openPage();
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
      await Promise.all([page.seesPeer(), page.hearsPeer(), native.receives('audio', 20)]);
    }

    /** What the page says of its own camera, and what it asked the browser for. */
    async function camera(page: Phone): Promise<string> {
      return page.page.evaluate(() => window.demo.provider.client!.getState().call!.local.camera.state);
    }

    for (const platform of ['ios', 'android'] as const) {
      it(`calls a page (${platform})`, async () => {
        const [native, page] = [openNative({ platform }), await openPage()];
        native.call(PAGE);
        await page.until('calling', PATIENCE);
        await page.press('Accept call');
        await meet(native, page);
        await native.receives('video', 50);
        native.hangup();
        await page.untilEnded('remoteHangup');
        await page.isClean();
        expect(native.states).to.deep.equal(['calling/localVideoCall', 'connecting/remoteAccepted', 'connected/recvRemoteFirstFrame', 'prepared/localHangup']);
      });

      it(`is called by a page (${platform})`, async () => {
        const [native, page] = [openNative({ platform }), await openPage()];
        await page.press('Video call');
        await native.until('calling');
        await page.eventually('a peer in the room', () => window.demo.provider.client!.getState().call?.media?.peer === 'here', undefined);
        native.accept();
        await meet(native, page);
        await native.receives('video', 50);
        await page.press('Hang up');
        await native.untilEnded('remoteHangup');
        await page.isClean();
        expect(native.states.slice(0, 2)).to.deep.equal(['calling/remoteVideoCall', 'connecting/localAccepted']);
      });
    }

    it('calls a page that has no camera: connected by a placeholder', async () => {
      const [native, page] = [openNative(), await openPage({ camera: false })];
      native.call(PAGE);
      await page.until('calling', PATIENCE);
      await page.press('Accept call');
      await meet(native, page);
      expect(await camera(page)).to.equal('failed');
      await native.receives('video', 2);
      native.hangup();
      await page.untilEnded('remoteHangup');
      await page.isClean();
    });

    it('calls a page that accepts without camera: connected, and no camera was opened', async () => {
      const [native, page] = [openNative(), await openPage()];
      native.call(PAGE);
      await page.until('calling', PATIENCE);
      await page.press('Accept, no camera');
      await meet(native, page);
      expect(await camera(page)).to.equal('off');
      expect(await page.page.evaluate(() => window.probe.requests)).to.deep.equal([{ audio: true, video: false }]);

      // And then the camera takes its place.
      await page.press('Turn camera off');
      await native.receives('video', 100);
      expect(await camera(page)).to.equal('on');
      expect(native.state).to.equal('connected');
      await page.press('Hang up');
      await native.untilEnded('remoteHangup');
      await page.isClean();
    });

    it('is called by a page that has no camera: connected by a placeholder', async () => {
      const [native, page] = [openNative(), await openPage({ camera: false })];
      await page.press('Video call');
      await native.until('calling');
      await native.receives('video', 2);
      native.accept();
      await meet(native, page);
      expect(await camera(page)).to.equal('failed');
      await page.press('Hang up');
      await native.untilEnded('remoteHangup');
      await page.isClean();
    });

    it('calls for audio, and is called', async () => {
      const [native, page] = [openNative(), await openPage()];
      native.call(PAGE, 'audio');
      await page.until('calling', PATIENCE);
      await page.press('Accept call');
      await Promise.all([native.until('connected'), page.until('connected', PATIENCE), page.hearsPeer(), native.receives('audio', 20)]);
      await page.press('Hang up');
      await native.untilEnded('remoteHangup');
      await page.untilEnded('localHangup');

      await page.press('Call');
      await native.until('calling');
      native.accept();
      await Promise.all([native.until('connected'), page.until('connected', PATIENCE), page.hearsPeer(), native.receives('audio', 20)]);
      native.hangup('bye');
      await page.eventually('the text', () => window.demo.provider.client!.getState().lastCall?.endText === 'bye', undefined);
      expect(await page.page.evaluate(() => window.probe.requests.some(({ video }) => video)), 'asked for a camera').to.equal(false);
      await page.isClean();
    });

    it('and a page dial each other: it rings at the native, and they connect', async () => {
      const [native, page] = [openNative(), await openPage()];
      const { messages } = agora().rtm;
      // Its invite is on the way for as long as it takes the page to dial.
      messages.reorder({ match: ({ from }) => from === String(NATIVE), times: 1 });
      native.call(PAGE);
      await page.press('Video call');
      await native.hears(1);
      messages.clear();
      await native.untilEnded('remoteCancelled');
      await native.until('calling');
      native.accept();
      await meet(native, page);
      expect(native.states).to.include('calling/remoteVideoCall');
      await page.press('Hang up');
      await native.untilEnded('remoteHangup');
    });

    it('rejects, is busy, and lets it ring', async () => {
      const [native, page] = [openNative({ platform: 'android', callTimeoutMillisecond: 2_000 }), await openPage()];
      await page.press('Video call');
      await native.until('calling');
      native.reject('in a meeting');
      await page.untilEnded('remoteRejected');

      native.call(3003);
      await page.press('Video call');
      await page.untilEnded('remoteCallBusy');
      native.cancel();

      await page.press('Video call');
      await page.untilEnded('remoteCallingTimeout');
      expect(native.states.at(-1)).to.equal('prepared/callingTimeout');
      await page.isClean();
    });
  });
});
