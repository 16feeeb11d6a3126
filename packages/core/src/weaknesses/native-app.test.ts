import { trace, World } from '@call-elements/testing';
import { expect } from 'chai';
import { connectedWithApp, expectOver, expectUnderstood, openApp, ringsAtApp, rungByApp, statesOf, withApp } from '../testing/native-app.ts';
import { expectEnd, refusal } from '../testing/pages.ts';
import { ScriptedPeer } from '../testing/scripted-peer.ts';

// The weaknesses of native apps that reach a page, with a page on one side and the model of such an app on the other.

describe('a native app and a page: what the app is known for', () => {
  it('P-15, native: matched by a server: connected when both have accepted (N-16: the app does not wait for that)', async () => {
    const all = await withApp({ trustedPublishers: ['5000'] });
    const server = await ScriptedPeer.create(all.world, '5000');
    const fields = { message_timestamp: 1_735_699_200_123, callId: 'match', fromRoomId: 'r', fromUserExtension: {} };
    await server.say('1001', 0, { ...fields, fromUserId: 9009, remoteUserId: 1001 });
    await server.say('9009', 0, { ...fields, fromUserId: 1001, remoteUserId: 9009 });
    await all.world.advance(300);
    all.app.accept();
    await all.world.advance(500);
    expect(all.page.client.getState().state, 'not without its own consent').to.equal('calling');
    expect(all.page.capture.tracks).to.have.length(0);
    await all.page.client.accept();
    await all.world.advance(500);
    expect(statesOf(all)).to.deep.equal(['connected', 'connected']);
  });

  it('it answers while a page of its user rings as well: it is in the call, and that page stops ringing', async () => {
    const all = await withApp();
    const { world, page, app } = all;
    const tab = await world.page('9009', { engine: 'agora', rooms: true, earlyMedia: 'none' });
    await page.client.call('9009');
    await world.advance(300);
    expect([app.state, tab.client.getState().state]).to.deep.equal(['calling', 'calling']);
    app.accept();
    await world.advance(500);
    expect(statesOf(all)).to.deep.equal(['connected', 'connected']);
    expectEnd(tab, 'answeredElsewhere');
  });

  it('N-01, native: it destroys its own call without a word: the page does not stay in it', async () => {
    const all = await connectedWithApp();
    all.app.prepareForCall();
    expect(all.app.state).to.equal('failed');
    await all.world.advance(500);
    expectEnd(all.page, 'remoteHangup');
    expect(all.page.pairs).to.deep.equal(['connected', 'disconnected']);
  });

  it('N-12, native: its hang-up is lost, and it dials again: what was connected ends, in pairs, and the next dial rings', async () => {
    const all = await connectedWithApp();
    all.world.network.intercept = ({ from, text }) => (from === '9009' && text.includes('"message_action":4') ? 'drop' : undefined);
    all.app.hangup();
    all.app.call(1001);
    await all.world.advance(300);
    if (all.app.state === 'prepared') all.app.call(1001);
    await all.world.advance(300);
    expect(statesOf(all)).to.deep.equal(['calling', 'calling']);
    expect(all.page.pairs).to.deep.equal(['connected', 'disconnected']);
    expect(all.page.client.getCallId()).to.equal(all.app.callId);
  });

  it('N-30, native: one that is not prepared says nothing: the page rings until its timeout, and no longer', async () => {
    const { world, page, app } = await withApp();
    app.deinitialize();
    await page.client.call('9009');
    await world.advance(14_900);
    expect(page.client.getState().state).to.equal('calling');
    await world.advance(200);
    expectEnd(page, 'callingTimeout');
  });

  it('N-05, native: both dial: the app can answer the page, in its room', async () => {
    const all = await withApp();
    all.app.call(1001);
    await all.page.client.call('9009');
    await all.world.advance(300);
    expect(statesOf(all)).to.deep.equal(['calling', 'calling']);
    expect(all.app.states.at(-1)).to.equal('calling/remoteVideoCall');
    all.app.accept();
    await all.world.advance(500);
    expect(statesOf(all)).to.deep.equal(['connected', 'connected']);
    expect(all.app.roomId).to.equal(all.page.client.getState().call!.roomId);
    expectUnderstood(all.app);
  });

  it('N-06, native: also when both need no picture, they are connected in one room or not at all', async () => {
    const all = await withApp({ firstFrameWaitDisabled: true }, { firstFrameWaittingDisabled: true });
    all.app.call(1001);
    await all.page.client.call('9009');
    await all.world.advance(15);
    all.app.accept();
    await all.world.advance(3_000);
    if (all.page.client.getState().state === 'connected') expect(all.app.roomId).to.equal(all.page.client.getState().call!.roomId);
    await all.world.advance(20_000);
    expect(all.page.client.getState().state === 'connected').to.equal(all.app.state === 'connected');
  });

  it('N-07, N-08, native: its late answer to an earlier call is none to this one', async () => {
    for (const answer of ['accept', 'reject'] as const) {
      const all = await ringsAtApp();
      all.world.network.intercept = ({ from }) => (from === '9009' ? 900 : undefined);
      all.app[answer]();
      await all.page.client.cancelCall();
      await all.world.advance(100);
      const second = await all.page.client.call('9009');
      await all.world.advance(1_500);
      expect(all.page.client.getState().state, answer).to.equal('calling');
      expect(all.page.client.getCallId()).to.equal(second);
      expect(all.app.callId).to.equal(second);
    }
  });

  it('N-11, native: it never has a second copy of anything, which it would take for a second call', async () => {
    const all = await ringsAtApp();
    all.app.accept();
    await all.world.advance(60_000);
    expect(statesOf(all)).to.deep.equal(['connected', 'connected']);
    expect(all.app.heard.map(({ message_action: action }) => action)).to.deep.equal([0]);
  });

  it('N-14, native: it calls anew out of the blue: the page rings in the new call, in its type', async () => {
    const all = await rungByApp();
    all.world.network.intercept = ({ from, text }) => (from === '9009' && text.includes('"message_action":1,') ? 'drop' : undefined);
    all.app.cancelCall();
    all.app.call(1001, 'audio');
    await all.world.advance(300);
    expect(trace(all.page).slice(1)).to.deep.equal(['calling/remoteVideoCall', 'prepared/remoteCancelled', 'calling/remoteAudioCall']);
    await all.page.client.accept();
    await all.world.advance(300);
    expect(statesOf(all)).to.deep.equal(['connected', 'connected']);
  });

  it('N-15, native: a caller that accepts its own call connects nobody to it', async () => {
    const all = await rungByApp();
    all.app.accept();
    await all.world.advance(1_000);
    expect(all.page.client.getState().state).to.equal('calling');
    expect(all.page.capture.tracks).to.have.length(0);
  });

  it('N-19, native: what it says when it has no call does nothing, in no call and in another', async () => {
    const idle = await withApp();
    const busy = await connectedWithApp();
    const stranger = await openApp(busy.world, '7007');
    for (const [page, app] of [[idle.page, idle.app], [busy.page, stranger]] as const) {
      const before = page.client.getState();
      for (const act of [() => app.cancelCall(), () => app.reject(), () => app.hangup()]) act();
      await idle.world.advance(200);
      await busy.world.advance(200);
      expect(page.client.getState()).to.equal(before);
    }
  });

  it('N-21, native: its accept is lost: the page is not connected, and both end with the ring', async () => {
    const all = await ringsAtApp({}, { callTimeoutMillisecond: 0 });
    all.world.network.intercept = ({ from }) => (from === '9009' ? 'drop' : undefined);
    all.app.accept();
    await all.world.advance(1_000);
    expect(statesOf(all)).to.deep.equal(['calling', 'connected']);
    await all.world.advance(15_000);
    expectOver(all, 'callingTimeout', 'remoteCallingTimeout');
  });

  it('N-25, native: it sends before anybody has accepted; the page receives that, and sends nothing', async () => {
    const all = await rungByApp();
    expect(all.page.client.getState().call!.media!.received.video).to.equal(true);
    expect(all.page.capture.tracks).to.have.length(0);
    expect(all.app.states, 'has had no picture of the page').to.deep.equal(['calling/localVideoCall']);
  });

  it('N-28, native: a page without a camera sends a dark picture, or the app would never connect', async () => {
    const all = await rungByApp();
    await all.page.client.accept({ camera: false });
    await all.world.advance(500);
    expect(statesOf(all)).to.deep.equal(['connected', 'connected']);
    expect(all.page.client.getState().call!.local.camera.state).to.equal('off');
  });

  it('X-02, native: the page is closed in the middle: the app hears of it', async () => {
    const all = await connectedWithApp();
    all.page.client.leave();
    await all.world.advance(500);
    expect(all.app.states.at(-1)).to.equal('prepared/remoteHangup');
  });

  it('AN-02, native: Android survives whatever a page sends, in every call there is', async () => {
    for (const situation of [rungByApp, ringsAtApp]) {
      const { world, page, app } = await situation({ userExtension: { a: 'ü' } }, { platform: 'android' });
      if (situation === rungByApp) await page.client.accept();
      else app.accept();
      await world.advance(1_000);
      expect(app.state).to.equal('connected');
      await page.client.hangup();
      await world.advance(500);
      await page.client.call('9009', { type: 'audio' });
      await world.advance(500);
      await page.client.cancelCall();
      await world.advance(500);
      expect(app.states.at(-1)).to.equal('prepared/remoteCancelled');
      expectUnderstood(app);
    }
  });

  it('AN-10, native: Android cancels without the flag', async () => {
    const all = await rungByApp({}, { platform: 'android' });
    all.app.cancelCall();
    await all.world.advance(300);
    expectOver(all, 'remoteCancelled', 'localCancelled');
  });

  it('N-20, native: the app is not there', async () => {
    const world = new World();
    const page = await world.page('1001', { engine: 'agora', rooms: true });
    await refusal(page.client.call('9009'), 'peerOffline');
    await world.advance(10);
    expectEnd(page, 'remoteOffline');
  });
});
