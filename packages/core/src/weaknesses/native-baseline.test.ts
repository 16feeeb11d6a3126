import { trace } from '@call-elements/testing';
import { expect } from 'chai';
import { connectedWithApp, expectOver, expectUnderstood, openApp, ringsAtApp, rungByApp, statesOf, withApp } from '../testing/native-app.ts';
import { expectEnd, refusal } from '../testing/pages.ts';

// The cases of callapi.md §5.0, with a page on one side and the model of a native app on the other.

describe('a native app and a page: a call that is answered', () => {
  it('P-01, native: the app calls', async () => {
    const { page, app } = await connectedWithApp();
    expect(trace(page).slice(1)).to.deep.equal(['calling/remoteVideoCall', 'connecting/localAccepted', 'connected/localAccepted']);
    expect(app.states).to.deep.equal(['calling/localVideoCall', 'connecting/remoteAccepted', 'connected/recvRemoteFirstFrame']);
    expectUnderstood(app);
  });

  it('P-01, native: the page calls', async () => {
    const all = await ringsAtApp();
    expect(all.app.accept()).to.equal(true);
    await all.world.advance(300);
    expect(trace(all.page).slice(1)).to.deep.equal(['calling/localVideoCall', 'connecting/remoteAccepted', 'connected/remoteAccepted']);
    expect(all.app.states).to.deep.equal(['calling/remoteVideoCall', 'connecting/localAccepted', 'connected/localAccepted']);
    expectUnderstood(all.app);
  });

  it('P-02, native: accepted before any picture', async () => {
    const all = await withApp({}, { canJoinRtcOnCalling: false });
    all.world.media.latency = 300;
    await all.page.client.call('9009');
    await all.world.advance(100);
    all.app.accept();
    await all.world.advance(100);
    expect(statesOf(all)).to.deep.equal(['connecting', 'connecting']);
    await all.world.advance(2_000);
    expect(trace(all.page).at(-1)).to.equal('connected/recvRemoteFirstFrame');
    expect(all.app.states.at(-1)).to.equal('connected/recvRemoteFirstFrame');
  });

  for (const [id, dial] of [['P-03', rungByApp], ['P-03', ringsAtApp]] as const) {
    it(`${id}, native: audio (${dial.name})`, async () => {
      const all = await dial({}, {}, 'audio');
      if (dial === rungByApp) await all.page.client.accept();
      else all.app.accept();
      await all.world.advance(300);
      expect(statesOf(all)).to.deep.equal(['connected', 'connected']);
      expect(all.page.capture.tracks.map(({ kind }) => kind)).to.deep.equal(['audio']);
      expectUnderstood(all.app);
    });
  }

  it('P-13, native: an app that joins at its accept', async () => {
    const all = await ringsAtApp({}, { canJoinRtcOnCalling: false });
    expect(all.app.roomId).to.equal(undefined);
    all.app.accept();
    await all.world.advance(300);
    expect(statesOf(all)).to.deep.equal(['connected', 'connected']);
  });

  it('P-14, native: firstFrameWaitDisabled on both sides', async () => {
    const all = await ringsAtApp({ firstFrameWaitDisabled: true }, { firstFrameWaittingDisabled: true });
    all.world.media.latency = 5_000;
    all.app.accept();
    expect(all.app.states.at(-1)).to.equal('connected/localAccepted');
    await all.world.advance(50);
    expect(trace(all.page).at(-1)).to.equal('connected/remoteAccepted');
  });

  it('P-16, native: the page accepts inside the callback that rings', async () => {
    const { world, page, app } = await withApp({ firstFrameWaitDisabled: true });
    page.client.addListener({ onCallStateChanged: (now) => void (now === 'calling' && page.client.accept()) });
    app.call(1001);
    await world.advance(300);
    expect(trace(page).slice(1)).to.deep.equal(['calling/remoteVideoCall', 'connecting/localAccepted', 'connected/localAccepted']);
    expect(app.state).to.equal('connected');
    expect(page.client.getState().call!.media!.received).to.deep.equal({ audio: true, video: true });
  });

  it('P-17, native: prepared again, with another room: the app joins that', async () => {
    const { world, page, app } = await withApp();
    await page.client.prepareForCall({ roomId: 'mine' });
    await page.client.call('9009');
    await world.advance(300);
    expect(app.roomId).to.equal('mine');
  });

  it('P-18, native: whatever the kit adds to its messages is no obstacle to the app', async () => {
    const all = await connectedWithApp({ userExtension: { a: [1, { b: null }] } as never });
    await all.page.client.setCamera(false);
    await all.world.advance(1_000);
    await all.page.client.hangup();
    await all.world.advance(30_000);
    expect(all.app.heard.map(({ message_action: action }) => action)).to.deep.equal([2, 4]);
    expectOver(all, 'localHangup', 'remoteHangup');
  });
});

describe('a native app and a page: a call that is not answered', () => {
  it('P-04, native: rejected with a text, by either', async () => {
    const byApp = await ringsAtApp();
    byApp.app.reject('x');
    await byApp.world.advance(500);
    expectOver(byApp, 'remoteRejected', 'localRejected');
    expect(byApp.page.client.getState().lastCall?.endText).to.equal('x');
    const byPage = await rungByApp();
    await byPage.page.client.reject('x');
    await byPage.world.advance(500);
    expectOver(byPage, 'localRejected', 'remoteRejected');
    expect(byPage.app.heard.at(-1)).to.include({ rejectReason: 'x' });
  });

  it('P-05, native: a third caller hears busy, from the page and from the app, and the call goes on (N-31: with whatever id)', async () => {
    const all = await connectedWithApp();
    const [other, third] = [await openApp(all.world, '7007'), await all.world.page('1003', { engine: 'agora', rooms: true })];
    other.call(1001);
    await third.client.call('9009');
    await all.world.advance(500);
    expect(other.states.at(-1)).to.equal('prepared/remoteCallBusy');
    expect(other.heard.at(-1), 'apps may compare the text').to.include({ rejectReason: 'The user is currently busy' });
    expectEnd(third, 'remoteCallBusy');
    expect(statesOf(all)).to.deep.equal(['connected', 'connected']);
    expectUnderstood(other, all.app);
  });

  it('P-06, native: cancelled, by either', async () => {
    const byApp = await rungByApp();
    byApp.app.cancelCall();
    await byApp.world.advance(500);
    expectOver(byApp, 'remoteCancelled', 'localCancelled');
    const byPage = await ringsAtApp();
    await byPage.page.client.cancelCall();
    await byPage.world.advance(500);
    expectOver(byPage, 'localCancelled', 'remoteCancelled');
  });

  it('P-07, native: the ring timeout of the caller, whoever that is', async () => {
    const byApp = await rungByApp({ callTimeout: 60_000 });
    await byApp.world.advance(15_000);
    expectOver(byApp, 'remoteCallingTimeout', 'callingTimeout');
    const byPage = await ringsAtApp({}, { callTimeoutMillisecond: 60_000 });
    await byPage.world.advance(15_000);
    expectOver(byPage, 'callingTimeout', 'remoteCallingTimeout');
  });

  it('P-08, native: that of the callee, at its exact time', async () => {
    const page = await rungByApp({ callTimeout: 5_000 });
    await page.world.advance(4_600);
    expect(page.page.client.getState().state).to.equal('calling');
    await page.world.advance(200);
    expectOver(page, 'callingTimeout', 'remoteCallingTimeout');
    const app = await ringsAtApp({}, { callTimeoutMillisecond: 5_000 });
    await app.world.advance(5_000);
    expectOver(app, 'remoteCallingTimeout', 'callingTimeout');
  });

  it('P-09, native: accepted, and no media: the timer of the ring ends it', async () => {
    const all = await withApp();
    all.world.media.broken = () => true;
    all.app.call(1001);
    await all.world.advance(8_000);
    await all.page.client.accept();
    await all.world.advance(6_500);
    expect(statesOf(all)).to.deep.equal(['connecting', 'connecting']);
    await all.world.advance(1_000);
    expect(all.page.client.getState().state).to.equal('prepared');
    expect(all.app.state).to.equal('prepared');
    expectUnderstood(all.app);
  });

  it('P-10, native: cancel and accept cross: over on both sides (N-40: the side of the callee was connected for a moment)', async () => {
    const all = await rungByApp();
    all.app.cancelCall();
    await all.page.client.accept();
    expect(all.page.client.getState().state).to.equal('connected');
    await all.world.advance(500);
    expectOver(all, 'remoteCancelled', 'localCancelled');
    expect(all.page.pairs).to.deep.equal(['connected', 'disconnected']);
    const other = await ringsAtApp();
    other.app.accept();
    await other.page.client.cancelCall();
    await other.world.advance(500);
    expectOver(other, 'localCancelled', 'remoteCancelled');
    expect(other.page.pairs).to.deep.equal([]);
  });

  it('P-19, native: an accept after the cancel of the app is refused, and the app hears nothing', async () => {
    const all = await rungByApp();
    all.app.cancelCall();
    await all.world.advance(500);
    await refusal(all.page.client.accept(), 'invalidState');
    await all.world.advance(500);
    expect(all.app.heard).to.deep.equal([]);
    expect(all.page.events.at(-1)).to.equal('stateMismatch');
  });
});

describe('a native app and a page: the end', () => {
  it('P-11, native: a hang-up by either', async () => {
    const byApp = await connectedWithApp();
    byApp.app.hangup();
    await byApp.world.advance(500);
    expectOver(byApp, 'remoteHangup', 'localHangup');
    const byPage = await connectedWithApp();
    await byPage.page.client.hangup();
    await byPage.world.advance(500);
    expectOver(byPage, 'localHangup', 'remoteHangup');
    for (const { page } of [byApp, byPage]) expect(page.pairs).to.deep.equal(['connected', 'disconnected']);
  });

  it('P-12, native: both at once', async () => {
    const all = await connectedWithApp();
    all.app.hangup();
    await all.page.client.hangup();
    await all.world.advance(500);
    expectOver(all, 'localHangup', 'localHangup');
  });

  it('P-20, native: the app deinitializes: cancel while it rings (N-35: of its callee, too), hang-up later', async () => {
    for (const [situation, reason] of [[rungByApp, 'remoteCancelled'], [ringsAtApp, 'remoteCancelled'], [connectedWithApp, 'remoteHangup']] as const) {
      const { world, page, app } = await situation();
      app.deinitialize();
      await world.advance(500);
      expectEnd(page, reason);
    }
  });

  it('P-20, native: so does the page, and the app is free', async () => {
    for (const [situation, reason] of [[rungByApp, 'remoteRejected'], [ringsAtApp, 'remoteCancelled'], [connectedWithApp, 'remoteHangup']] as const) {
      const { world, page, app } = await situation();
      void page.client.deinitialize();
      await world.advance(1_500);
      expect(app.states.at(-1)).to.equal(`prepared/${reason}`);
      expect(page.client.getState().state).to.equal('idle');
      expectUnderstood(app);
    }
  });

  it('N-46, native: the demo hangs up when the page leaves the room: that is the end for both, once', async () => {
    const { world, page, app } = await ringsAtApp({}, { hangsUpOnRemoteLeft: true });
    app.accept();
    await world.advance(300);
    await page.client.hangup();
    await world.advance(1_000);
    expect(app.state).to.equal('prepared');
    expectEnd(page, 'localHangup');
  });
});
