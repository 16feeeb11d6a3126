import { settle, SimulatedClock } from '@call-elements/testing';
import { expect } from 'chai';
import { Negotiation } from './call/negotiation.ts';
import { MAX_TIMEOUT } from './config.ts';
import { CallError } from './errors.ts';
import type { Json } from './json.ts';
import type { MediaConnection } from './media.ts';
import { Outbox } from './outbox.ts';
import type { Letter } from './outbox.ts';
import { Seen } from './seen.ts';
import type { SignalClient } from './signal.ts';
import { connected, expectEnd, pair, ringing } from './testing/pages.ts';
import { nativePair } from './testing/scripted-peer.ts';
import { decode } from './wire/decode.ts';
import { MAX_ID_LENGTH, MAX_MESSAGE_BYTES } from './wire/message.ts';
import type { Message } from './wire/message.ts';

// Every number of the engine from both sides: what is still within it, and what no longer is.

const call = { message_action: 0, message_version: '1.0', fromUserId: 'bob', callId: 'c', fromRoomId: 'r' };
const isRead = (wire: object | string): boolean => 'message' in decode(typeof wire === 'string' ? wire : JSON.stringify(wire));

describe('limits of a message', () => {
  const sized = (bytes: number, letter = 'x'): string => {
    const empty = JSON.stringify({ ...call, more: '' }).length;
    const width = new TextEncoder().encode(letter).length;
    const count = Math.floor((bytes - empty) / width);
    return JSON.stringify({ ...call, more: letter.repeat(count) + 'x'.repeat(bytes - empty - count * width) });
  };

  it('32 KB, in bytes', () => {
    expect([isRead(sized(MAX_MESSAGE_BYTES)), isRead(sized(MAX_MESSAGE_BYTES + 1))]).to.deep.equal([true, false]);
    expect([isRead(sized(MAX_MESSAGE_BYTES, 'é')), isRead(sized(MAX_MESSAGE_BYTES + 1, 'é'))]).to.deep.equal([true, false]);
  });

  it('ids', () => {
    for (const [length, fits] of [[1, true], [MAX_ID_LENGTH, true], [MAX_ID_LENGTH + 1, false]] as const) {
      const id = 'i'.repeat(length);
      expect(isRead({ ...call, callId: id }), `callId of ${length}`).to.equal(fits);
      expect(isRead({ ...call, fromRoomId: id }), `room of ${length}`).to.equal(fits);
    }
    expect(isRead({ ...call, fromRoomId: '' }), 'no room').to.equal(false);
    expect(isRead({ ...call, message_action: 4, callId: '' }), 'an end without an id').to.equal(true);
  });

  it('numbers are whole and not negative', () => {
    for (const [value, fits] of [[0, true], [1, true], [-1, false], [1.5, false], [2 ** 53, false]] as const) expect(isRead({ ...call, messageId: value }), `${value}`).to.equal(fits);
  });
});

describe('limits of memory', () => {
  it('4096 calls that are over', () => {
    const seen = new Seen(new SimulatedClock(), 1_000);
    for (let i = 0; i <= 4_096; i++) seen.add(String(i));
    expect([seen.has('0'), seen.has('1'), seen.has('4096')]).to.deep.equal([false, true, true]);
  });

  it('what expires in this very moment is forgotten', async () => {
    const clock = new SimulatedClock();
    const seen = new Seen(clock, 1_000);
    seen.add('a');
    await clock.advance(999);
    expect(seen.has('a')).to.equal(true);
    await clock.advance(1);
    expect(seen.has('a')).to.equal(false);
  });
});

function outboxOn(answer: (attempt: number) => Promise<void>) {
  const clock = new SimulatedClock();
  const sent: number[] = [];
  const stored: (boolean | undefined)[] = [];
  const signal = {
    sendMessage: (_to: string, _text: string, options: { stored?: boolean }) => {
      stored.push(options.stored);
      return answer(sent.push(clock.now()));
    },
  } as unknown as SignalClient;
  const outbox = new Outbox(signal, clock);
  const post = (changes: Partial<Letter> = {}) => outbox.post({ to: 'bob', text: 'x', messageId: 1, callId: 'c', terminal: false, until: 120_000, wantsReceipt: () => true, ...changes });
  return { clock, sent, stored, outbox, post };
}

describe('limits of delivery', () => {
  const well = async (): Promise<void> => {};
  const refusing = (code: 'peerOffline' | 'signalFailed', certain = false) => () => Promise.reject(new CallError(code, 'no', { certain }));

  it('copies after 0.5, 1 and then every 2 s, twelve in all, then every 15 s', async () => {
    const { clock, sent, post } = outboxOn(well);
    void post();
    await clock.advance(55_000);
    expect(sent).to.deep.equal([0, 500, 1_500, 3_500, 5_500, 7_500, 9_500, 11_500, 13_500, 15_500, 17_500, 19_500, 21_500, 36_500, 51_500]);
  });

  it('the last copy may go in the last moment', async () => {
    for (const [until, copies] of [[500, 2], [499, 1]] as const) {
      const { clock, sent, outbox, post } = outboxOn(well);
      void post({ until });
      await clock.advance(5_000);
      expect([sent.length, outbox.size, clock.pending], `until ${until}`).to.deep.equal([copies, 0, 0]);
    }
  });

  it('who seems to be away is tried once more after 3.5 s, who is awaited also later', async () => {
    const failed: number[] = [];
    const { clock, sent, post } = outboxOn(refusing('peerOffline'));
    void post({ onFailed: () => failed.push(clock.now()) });
    await clock.advance(20_000);
    expect([sent, failed]).to.deep.equal([[0, 3_500], [3_500]]);
    const awaited = outboxOn(refusing('peerOffline', true));
    let absent = 0;
    void awaited.post({ until: 3_000, onAbsent: () => absent++ });
    await awaited.clock.advance(20_000);
    expect([awaited.sent, absent, awaited.outbox.size]).to.deep.equal([[0, 1_000, 2_000, 3_000], 4, 0]);
  });

  it('a refusal in the last moment is the end', async () => {
    for (const [until, tries] of [[500, 2], [499, 1]] as const) {
      const failed: string[] = [];
      const { clock, sent, post } = outboxOn(refusing('signalFailed'));
      void post({ until, onFailed: ({ code }) => failed.push(code) });
      await clock.advance(5_000);
      expect([sent.length, failed]).to.deep.equal([tries, ['signalFailed']]);
    }
  });

  it('the service keeps the first copy that it takes', async () => {
    const { clock, stored, post } = outboxOn((attempt) => (attempt === 1 ? Promise.reject(new CallError('signalFailed', 'no')) : Promise.resolve()));
    void post({ stored: true });
    await clock.advance(2_000);
    expect(stored).to.deep.equal([true, true, false]);
  });

  it('a sign of life hurries only what has been tried in vain for long', async () => {
    const { clock, sent, outbox, post } = outboxOn(well);
    void post();
    await clock.advance(20_000);
    expect(sent).to.have.length(12);
    outbox.acknowledge('bob', 2);
    await settle();
    expect(sent, 'the twelfth copy').to.have.length(12);
    await clock.advance(2_000);
    expect(sent).to.have.length(13);
    outbox.acknowledge('bob', 2);
    await settle();
    expect(sent, 'after the thirteenth').to.have.length(14);
    await clock.advance(500);
    expect(sent, 'it begins anew').to.have.length(15);
  });
});

describe('limits of negotiation', () => {
  const from = (device: string, seq: number, ...payloads: Json[]): Message => ({ kind: 'negotiate', callId: 'c', fromUserId: 'bob', kit: { v: 1, engine: 'fake', device, seq, payloads } });
  const make = () => {
    const heard: Json[] = [];
    const negotiation = new Negotiation(new SimulatedClock(), () => true, () => {});
    const attach = (device: string) => negotiation.attach({ receive: (payload: Json) => heard.push(payload) } as unknown as MediaConnection, device);
    return { heard, negotiation, attach };
  };

  it('eight devices', () => {
    const { heard, negotiation, attach } = make();
    for (let i = 0; i < 9; i++) negotiation.receive(from(`tab ${i}`, 0, i));
    for (let i = 0; i < 9; i++) attach(`tab ${i}`);
    expect(heard).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('256 messages ahead of their time', () => {
    const { heard, negotiation, attach } = make();
    attach('tab');
    for (let seq = 1; seq <= 256; seq++) negotiation.receive(from('tab', seq, seq));
    negotiation.receive(from('tab', 0, 0));
    expect(heard).to.have.length(256);
    expect(heard.at(-1)).to.equal(255);
  });

  it('what was heard before counts for a connection that comes later, up to 256', () => {
    const { heard, negotiation, attach } = make();
    for (let seq = 0; seq < 300; seq++) negotiation.receive(from('tab', seq, seq));
    attach('tab');
    expect(heard).to.have.length(256);
  });
});

describe('limits of time', () => {
  it('a ring, to the millisecond, between kits and with a native app', async () => {
    const { world, alice, bob } = await pair({ callTimeout: 5_000 });
    world.network.intercept = () => 'drop';
    await alice.client.call('bob').catch(() => {});
    await world.advance(4_999);
    expect(alice.client.getState().state).to.equal('calling');
    await world.advance(1);
    expect(alice.client.getState().state).to.equal('prepared');
    expect(bob.states.map(({ state }) => state)).not.to.include('calling');
    const other = await nativePair({ callTimeout: 5_000 });
    await other.native.say('1001', 0, { callId: 'n', fromRoomId: 'r', remoteUserId: 1001, messageId: 1 });
    await other.world.settle();
    while (other.page.client.getState().state !== 'calling') await other.world.advance(1);
    await other.world.advance(4_999);
    expect(other.page.client.getState().state).to.equal('calling');
    await other.world.advance(1);
    expect(other.page.client.getState().state).to.equal('prepared');
  });

  it('the longest ring there is stays within what a timer can hold', async () => {
    const { world, alice, bob } = await pair({ callTimeout: MAX_TIMEOUT });
    const longest: number[] = [];
    for (const { clock } of [alice, bob]) {
      const schedule = clock.schedule.bind(clock);
      clock.schedule = (ms, run) => (longest.push(ms), schedule(ms, run));
    }
    await alice.client.call('bob');
    await world.advance(300);
    expect(bob.client.getState().state).to.equal('calling');
    expect(Math.max(...longest)).to.equal(MAX_TIMEOUT);
  });

  it('a call without ring timeout that the service never takes fails after a minute', async () => {
    const { world, alice } = await pair({ callTimeout: 0 });
    alice.signal.sendMessage = () => Promise.reject(new CallError('signalFailed', 'no'));
    const dialled = alice.client.call('bob').catch((error: CallError) => error.code);
    await world.advance(50_000);
    expect(alice.client.getState().state).to.equal('calling');
    await world.advance(30_000);
    expect(await dialled).to.equal('signalFailed');
    expect(alice.client.getState().lastCall?.endReason).to.equal('messageFailed');
    expect(alice.errors).to.deep.equal(['signalFailed']);
  });

  it('media that is lost has 20 s', async () => {
    const { world, alice, bob } = await connected();
    const connection = alice.media.opened.at(-1)!;
    connection.fault({ phase: 'reconnecting', peer: 'dropped' });
    await world.settle();
    expect(alice.events).to.include('remoteLeft');
    await world.advance(19_999);
    expect(alice.client.getState().state).to.equal('connected');
    await world.advance(1);
    expect(alice.client.getState().lastCall?.endReason).to.equal('mediaFailed');
    expect(alice.errors).to.deep.equal(['mediaFailed']);
    await world.advance(2_000);
    expectEnd(bob, 'mediaFailed');
  });

  it('who accepted has 20 s to be connected', async () => {
    const { world, alice, bob } = await ringing({}, { earlyMedia: 'none' });
    world.media.broken = () => true;
    await bob.client.accept();
    await world.advance(19_000);
    expect(bob.client.getState().state).to.equal('connecting');
    await world.advance(3_000);
    expect(bob.client.getState().lastCall?.endReason).to.be.oneOf(['connectTimeout', 'remoteHangup']);
    expect(alice.client.getState().lastCall?.endReason).to.be.oneOf(['connectTimeout', 'remoteHangup']);
  });
});

describe('an engine that breaks its contract', () => {
  it('and throws: that is logged, and the devices are closed at the end all the same', async () => {
    const { world, alice } = await pair();
    alice.media.open = () => {
      throw new Error('no room');
    };
    await alice.client.call('bob');
    await world.advance(300);
    expect(alice.logs.filter(({ level }) => level === 'error').map(({ line }) => line)).to.deep.equal(['an adapter threw: Error: no room']);
    await alice.client.cancelCall();
    await world.advance(300);
    expectEnd(alice, 'localCancelled');
  });
});

describe('a track that cannot be published', () => {
  it('is an error of media, told once, and the call goes on', async () => {
    const { world, alice } = await connected();
    alice.media.opened.at(-1)!.publish = () => Promise.reject(new Error('no'));
    await alice.client.setCamera(false);
    await world.advance(100);
    expect(alice.errors).to.deep.equal(['mediaFailed']);
    expect(alice.client.getState().state).to.equal('connected');
  });

  it('also while it rings; not when the call is over by then', async () => {
    const { world, alice } = await ringing();
    const refuse: ((error: Error) => void)[] = [];
    alice.media.opened.at(-1)!.publish = () => new Promise((_resolve, reject) => refuse.push(reject));
    for (const on of [false, true]) await alice.client.setCamera(on);
    expect(refuse).to.have.length(2);
    refuse[0]!(new Error('no'));
    await world.settle();
    expect(alice.errors).to.deep.equal(['mediaFailed']);
    await alice.client.cancelCall();
    refuse[1]!(new Error('no'));
    await world.settle();
    expect(alice.errors).to.deep.equal(['mediaFailed']);
  });
});
