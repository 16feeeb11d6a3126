import type { Page } from '@call-elements/testing';
import { trace, World } from '@call-elements/testing';
import { expect } from 'chai';
import { CallError } from './errors.ts';
import { resumption } from './resume.ts';
import { connected, expectQuiet, pair, refusal, ringing } from './testing/pages.ts';
import { envelope, kit, kitOf, nativePair, parseSent, ScriptedPeer } from './testing/scripted-peer.ts';

// What is told and what is said in a whole call: all of it, and nothing else.

const JOINED = ['joinRTCSuccessed', 'localJoined'];
const deviceOf = (page: Page): string => page.signal.device!;

describe('the events of a call', () => {
  for (const type of ['video', 'audio'] as const) {
    it(`each once: ${type}`, async () => {
      const { world, alice, bob } = await connected({ type });
      await alice.client.hangup();
      await world.advance(1_000);
      const name = type === 'video' ? 'Video' : 'Audio';
      const captured = type === 'video' ? ['captureFirstLocalVideoFrame'] : [];
      const frames = [...captured, 'recvRemoteFirstFrame', type === 'video' ? 'publishFirstLocalVideoFrame' : 'publishFirstLocalAudioFrame'];
      expect([...alice.events].toSorted()).to.deep.equal([`local${name}Call`, 'joinRTCStart', ...JOINED, 'remoteUserRecvCall', 'remoteJoined', 'remoteAccepted', ...frames, 'localHangup'].toSorted());
      expect(bob.events.filter((event) => event !== 'remoteLeft').toSorted()).to.deep.equal([`remote${name}Call`, 'joinRTCStart', ...JOINED, 'remoteJoined', 'localAccepted', ...frames, 'remoteHangup'].toSorted());
      for (const page of [alice, bob]) expectQuiet(page);
    });
  }

  it('in the order in which things happen', async () => {
    const { alice, bob } = await connected();
    const order = (page: Page, ...events: string[]) => expect(page.events.filter((event) => events.includes(event))).to.deep.equal(events);
    order(alice, 'localVideoCall', 'joinRTCStart', 'remoteUserRecvCall', 'remoteAccepted');
    // The picture is there before the call is answered.
    order(bob, 'remoteVideoCall', 'joinRTCStart', 'recvRemoteFirstFrame', 'localAccepted');
  });
});

describe('the log of a call', () => {
  it('tells what led to what', async () => {
    const { world, bob, callId } = await connected();
    await bob.client.setMicrophone(false);
    await bob.client.hangup();
    await world.settle();
    const lines = bob.logs.map(({ line }) => line);
    for (const line of ['start → calling (remoteVideoCall)', 'media → calling (remoteVideoCall)', 'accept → connecting (localAccepted)', 'confirm → connected (localAccepted)', 'setMicrophone → connected (localAccepted)', 'hangup → ended (localHangup)']) {
      expect(lines).to.include(`${callId} incoming ${line}`);
    }
  });
});

describe('each way to end a call', () => {
  const leave = (page: Page) => page.client.leave();
  const ways: [string, 'ringing' | 'connected', 'alice' | 'bob', (page: Page) => unknown, string, number][] = [
    ['the caller cancels', 'ringing', 'alice', (page) => page.client.cancelCall(), 'localCancelled', 1],
    ['the callee rejects', 'ringing', 'bob', (page) => page.client.reject(), 'localRejected', 3],
    ['one hangs up', 'connected', 'bob', (page) => page.client.hangup(), 'localHangup', 4],
    ['the page of the caller goes while it rings', 'ringing', 'alice', leave, 'localCancelled', 1],
    ['the page of the callee goes while it rings', 'ringing', 'bob', leave, 'localRejected', 3],
    ['the page of one who talks goes', 'connected', 'alice', leave, 'localHangup', 4],
  ];
  for (const [name, phase, side, end, reason, action] of ways) {
    it(`has its reason, its event, and its message: ${name}`, async () => {
      const all = await (phase === 'ringing' ? ringing() : connected());
      const page = all[side];
      const before = parseSent(all.world, side).length;
      end(page);
      await all.world.settle();
      expect(page.client.getState().lastCall?.endReason).to.equal(reason);
      expect(page.events.at(-1)).to.equal(reason);
      expect(parseSent(all.world, side)[before]?.message_action).to.equal(action);
    });
  }
});

describe('a hang-up with a reason for machines', () => {
  for (const [code, reason] of [['unsupported', 'unsupported'], ['mediaFailed', 'mediaFailed'], ['gone', 'remoteHangup']] as const) {
    it(`ends the call with that, where it says why: ${code}`, async () => {
      const { world, alice, bob, callId } = await connected();
      alice.crash();
      const hangup = { ...envelope('alice', 4, { callId, remoteUserId: 'bob', messageId: 900 }), ...kit(deviceOf(alice), { code }) };
      bob.signal.hear(JSON.stringify(hangup), 'alice');
      await world.advance(100);
      expect(bob.client.getState().lastCall?.endReason).to.equal(reason);
    });
  }
});

describe('an accept that comes too late', () => {
  it('is refused, and told as what it is', async () => {
    const { bob } = await connected();
    await refusal(bob.client.accept(), 'invalidState');
    expect(bob.events.at(-1)).to.equal('stateMismatch');
    expect(bob.client.getState().state).to.equal('connected');
  });
});

describe('what is measured in a call', () => {
  it('from the dial, and from the ring', async () => {
    const { alice, bob } = await connected();
    for (const page of [alice, bob]) {
      const { metrics, startedAt, connectedAt } = page.client.getState().call!;
      expect(metrics.acceptCall, page.name).to.be.within(250, 400);
      expect(metrics.firstFramePerceived, page.name).to.equal(connectedAt! - startedAt - metrics.acceptCall!);
      expect(metrics.firstFrameActual, page.name).to.equal(connectedAt! - startedAt - metrics.localUserJoinChannel!);
      expect(metrics.remoteUserJoinChannel, page.name).to.be.at.least(metrics.localUserJoinChannel!);
      expect(metrics.recvFirstFrame, page.name).to.be.at.least(metrics.remoteUserJoinChannel!);
      expect(metrics.localFirstFrameDidCapture, page.name).to.be.a('number');
      expect(metrics.localFirstFrameDidPublish, page.name).to.be.at.least(metrics.localFirstFrameDidCapture!);
    }
    expect(alice.client.getState().call!.metrics.remoteUserRecvCall).to.be.within(1, 250);
  });
});

describe('the media of a call', () => {
  it('is told of the accept, on both sides, and not before', async () => {
    const { world, alice, bob } = await ringing();
    const told = () => [alice, bob].map(({ media }) => media.opened.map(({ isAccepted }) => isAccepted));
    expect(told()).to.deep.equal([[false], [false]]);
    await bob.client.accept();
    await world.advance(500);
    expect(told()).to.deep.equal([[true], [true]]);
  });
});

describe('an invite that came all the same', () => {
  it('although the service says that it did not: the callee hears that it is taken back', async () => {
    const { world, alice, bob } = await pair({ callTimeout: 0 });
    const send = alice.signal.sendMessage.bind(alice.signal);
    alice.signal.sendMessage = async (to, text, options) => {
      await send(to, text, options);
      throw new CallError('signalFailed', 'no');
    };
    world.network.intercept = ({ from }) => (from === 'bob' ? 'drop' : undefined);
    const dialled = refusal(alice.client.call('bob'), 'signalFailed');
    await world.advance(80_000);
    await dialled;
    expect(alice.client.getState().lastCall?.endReason).to.equal('messageFailed');
    expect(trace(bob).slice(-2)).to.deep.equal(['calling/remoteVideoCall', 'prepared/remoteCancelled']);
  });
});

describe('a connection of media', () => {
  it('says nothing more when the call ends in the middle of what it says', async () => {
    const { world, alice, bob } = await pair();
    bob.client.addListener({ onCallStateChanged: (state) => state === 'calling' && void world.clock.schedule(5, () => bob.client.reject()) });
    await alice.client.call('bob');
    await world.advance(45);
    expectQuiet(bob);
    await world.advance(1_000);
    expect(parseSent(world, 'bob').filter(({ message_action: action }) => action === 102)).to.have.length(1);
  });

  it('is heard while it is open, and when it says a text', async () => {
    const { world, alice, bob } = await connected();
    const { told } = alice.media.opened.at(-1)!.options;
    const logged = alice.logs.length;
    for (const payload of [null, 1, {}, ['x']]) told(payload);
    expect(alice.logs).to.have.length(logged);
    await bob.client.hangup();
    await world.advance(300);
    const sent = parseSent(world, 'alice').length;
    told(world.network.sent.findLast(({ from }) => from === 'bob')!.text);
    told(world.network.sent.findLast(({ from, text }) => from === 'bob' && text.includes('"message_action":4'))!.text);
    await world.advance(300);
    expect(parseSent(world, 'alice')).to.have.length(sent);
  });

  it('is asked for nothing any more once it is closed', async () => {
    const { world, alice, bob } = await pair();
    let subscribed = 0;
    for (const { media } of [alice, bob]) {
      const open = media.open.bind(media);
      media.open = (options) => {
        const connection = open(options);
        const subscribe = connection.subscribe.bind(connection);
        connection.subscribe = (listener) => {
          subscribed++;
          const stop = subscribe(listener);
          return () => (subscribed--, stop());
        };
        return connection;
      };
    }
    await alice.client.call('bob');
    await world.advance(300);
    expect(subscribed).to.equal(2);
    await bob.client.reject();
    await world.advance(300);
    expect(subscribed).to.equal(0);
  });
});

describe('a peer that leaves media and comes back to it', () => {
  it('within its five seconds: the call goes on', async () => {
    const { world, alice } = await connected({ resumption });
    const connection = alice.media.opened.at(-1)!;
    connection.fault({ peer: 'quit' });
    await world.advance(1_000);
    expect(alice.client.getState().call?.media?.phase).to.equal('reconnecting');
    connection.fault({ peer: 'here' });
    await world.advance(10_000);
    expect(alice.client.getState().state).to.equal('connected');
    expect(alice.client.getState().call?.media?.phase).to.equal('connected');
  });
});

describe('messages that overtake each other', () => {
  it('an invite of the device of the call that is older than the call changes nothing', async () => {
    const { world, bob, callId } = await connected();
    const before = bob.client.getState();
    const old = { ...envelope('alice', 0, { callId: 'old', fromRoomId: 'r', remoteUserId: 'bob', messageId: 1 }), ...kit('x') };
    expect(old.callId).not.to.equal(callId);
    const alices = parseSent(world, 'alice').find(({ message_action: action }) => action === 0)!;
    const raw = { ...alices, callId: 'old', to: undefined };
    bob.signal.hear(JSON.stringify(raw), 'alice');
    await world.advance(100);
    expect(bob.client.getState().call?.callId).to.equal(callId);
    expect(bob.client.getState().state).to.equal(before.state);
  });
});

describe('a dismissal that is late', () => {
  it('does not end the call of the device that the caller has confirmed, whoever it names', async () => {
    const { world, alice, bob, callId } = await connected();
    const late = { ...envelope('alice', 1, { callId, remoteUserId: 'bob', messageId: 900 }), ...kit(deviceOf(alice), { winner: 'another' }) };
    bob.signal.hear(JSON.stringify(late), 'alice');
    await world.advance(100);
    for (const page of [alice, bob]) expect(page.client.getState().state, page.name).to.equal('connected');
  });
});

describe('a word that is lost', () => {
  it('a reject is repeated: the caller hears it, and not its own timer', async () => {
    const { world, alice, bob } = await ringing();
    let lost = 0;
    world.network.intercept = ({ from, text }) => (from === 'bob' && text.includes('"message_action":3') && lost++ === 0 ? 'drop' : undefined);
    await bob.client.reject();
    await world.advance(3_000);
    expect(lost).to.be.greaterThan(1);
    expect(alice.client.getState().lastCall?.endReason).to.equal('remoteRejected');
    for (const page of [alice, bob]) expectQuiet(page);
  });

  it('what a tab had to say: the one that is known crashes, and the other stops ringing all the same', async () => {
    const world = new World();
    const alice = await world.page('alice');
    const [known, silent] = [await world.page('bob'), await world.page('bob')];
    world.network.intercept = ({ from, text }) => (from === 'bob' && text.includes(`"device":"${deviceOf(silent)}"`) ? 'drop' : undefined);
    await alice.client.call('bob');
    await world.advance(300);
    expect(silent.client.getState().state).to.equal('calling');
    known.crash(50);
    await world.advance(1_000);
    expect(alice.client.getState().lastCall?.endReason).to.equal('remoteOffline');
    expect(silent.client.getState().lastCall?.endReason).to.equal('answeredElsewhere');
  });
});

describe('a page that comes back', () => {
  for (const side of ['alice', 'bob'] as const) {
    it(`says of the call what was true before: ${side}`, async () => {
      const all = await connected({ resumption });
      const page = all[side];
      const saved = page.client.saveCall()!;
      page.crash();
      const back = await all.world.page(side, { resumption, label: 'again' });
      await back.client.resumeCall(saved);
      await all.world.settle();
      expect(back.states.find(({ state }) => state === 'connecting')).to.include({ reason: side === 'alice' ? 'remoteAccepted' : 'localAccepted' });
      await all.world.advance(1_000);
      expect(back.client.getState().call).to.include({ direction: side === 'alice' ? 'outgoing' : 'incoming', callId: all.callId });
      expect(back.client.getState().call!.startedAt).to.equal(saved.startedAt);
      expect(back.client.getState().call!.connectedAt).to.equal(saved.connectedAt);
      // To the one device that the call is with: the receipt of an idle tab is none.
      await back.client.setMicrophone(false);
      expect(kitOf(parseSent(all.world, side).findLast(({ message_action: action }) => action === 103)).to).to.equal(deviceOf(side === 'alice' ? all.bob : all.alice));
    });
  }
});

describe('a reject after the accept', () => {
  it('of a native app, which could not do what it had agreed to, ends the call', async () => {
    const { world, page, native } = await nativePair();
    const callId = await page.client.call('9009');
    await world.advance(100);
    await native.say('1001', 2, { callId, messageId: 1 });
    await world.advance(100);
    expect(page.client.getState().state).to.equal('connecting');
    await native.say('1001', 3, { callId, messageId: 2, rejectByInternal: 0 });
    await world.advance(100);
    expect(page.client.getState().lastCall?.endReason).to.equal('remoteRejected');
  });

  it('of a kit is none', async () => {
    const world = new World();
    const alice = await world.page('alice');
    const bob = await ScriptedPeer.create(world, 'bob');
    const said = (messageId: number, more: Record<string, unknown> = {}) => ({ callId, remoteUserId: 'alice', messageId, ...kit('bob', more) });
    const callId = await alice.client.call('bob');
    await bob.say('alice', 2, said(1, { media: { audio: true, video: true } }));
    await world.advance(100);
    expect(alice.client.getState().state).to.equal('connecting');
    await bob.say('alice', 3, said(2));
    await world.advance(100);
    expect(alice.client.getState().state).to.equal('connecting');
  });
});
