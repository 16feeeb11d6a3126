import { settle, SimulatedClock } from '@call-elements/testing';
import { expect } from 'chai';
import { CallError } from './errors.ts';
import { Outbox } from './outbox.ts';
import type { Letter } from './outbox.ts';
import type { SignalClient } from './signal.ts';

/** A signalling service that answers as `answer` says, and an outbox on it. */
function make(answer: (attempt: number) => Promise<void> = async () => {}) {
  const clock = new SimulatedClock();
  const sent: { text: string; at: number }[] = [];
  const signal = {
    sendMessage: (_to: string, text: string) => {
      sent.push({ text, at: clock.now() });
      return answer(sent.length);
    },
  } as unknown as SignalClient;
  const outbox = new Outbox(signal, clock);
  const post = (changes: Partial<Letter> = {}) => outbox.post({ to: 'bob', text: 'x', messageId: 1, callId: 'c', terminal: false, until: 30_000, wantsReceipt: () => true, ...changes });
  return { clock, sent, outbox, post };
}

const refuse = (code: 'peerOffline' | 'signalFailed', certain = false) => Promise.reject(new CallError(code, 'no', { certain }));

describe('Outbox', () => {
  it('repeats, less and less often, until the receipt comes', async () => {
    const { clock, sent, outbox, post } = make();
    await post();
    await clock.advance(5_000);
    const gaps = sent.slice(1).map(({ at }, index) => at - sent[index]!.at);
    expect(gaps.length).to.be.greaterThan(2);
    expect(gaps).to.deep.equal([...gaps].sort((a, b) => a - b));
    outbox.acknowledge('mallory', 1);
    outbox.acknowledge('bob', 2);
    expect(outbox.size, 'neither somebody else nor another message').to.equal(1);
    outbox.acknowledge('bob', 1);
    expect(outbox.size).to.equal(0);
    const { length } = sent;
    await clock.advance(30_000);
    expect(sent).to.have.length(length);
    expect(clock.pending).to.equal(0);
  });

  it('is content with the word of the service where no receipt is given', async () => {
    const { outbox, sent, post, clock } = make();
    let taken = 0;
    await post({ wantsReceipt: () => false, onTaken: () => taken++ });
    await clock.advance(30_000);
    expect([taken, sent.length, outbox.size]).to.deep.equal([1, 1, 0]);
  });

  it('lets go of what was taken by a service for a peer who turns out to give no receipts', async () => {
    let isKit = true;
    const { outbox, sent, post, clock } = make();
    await post({ wantsReceipt: () => isKit });
    isKit = false;
    await clock.advance(30_000);
    expect([sent.length, outbox.size, clock.pending]).to.deep.equal([1, 0, 0]);
  });

  it('stops when it no longer matters', async () => {
    const { outbox, sent, post, clock } = make();
    await post({ until: 3_000 });
    await clock.advance(60_000);
    expect(sent.at(-1)!.at).to.be.at.most(3_000);
    expect([outbox.size, clock.pending]).to.deep.equal([0, 0]);
  });

  it('tries again what the service refused, and fails in the end, once', async () => {
    const { outbox, sent, post, clock } = make(() => refuse('signalFailed'));
    const errors: string[] = [];
    await post({ until: 10_000, onFailed: (error) => errors.push(error.code) });
    await clock.advance(60_000);
    expect(sent.length).to.be.greaterThan(3);
    expect(errors).to.deep.equal(['signalFailed']);
    expect(outbox.size).to.equal(0);
  });

  it('reports a letter as taken once, however often it goes out', async () => {
    const { post, clock } = make();
    let taken = 0;
    await post({ onTaken: () => taken++ });
    await clock.advance(10_000);
    expect(taken).to.equal(1);
  });

  it('gives up at once when the peer is gone for certain, after one more try when it may be reconnecting', async () => {
    for (const [certain, tries] of [[true, 1], [false, 2]] as const) {
      const { sent, post, clock, outbox } = make(() => refuse('peerOffline', certain));
      await post();
      await clock.advance(30_000);
      expect(sent).to.have.length(tries);
      expect(outbox.size).to.equal(0);
    }
  });

  it('wraps what is no CallError', async () => {
    const { post, clock } = make(() => Promise.reject(new TypeError('boom')));
    let error: CallError | undefined;
    await post({ until: 100, onFailed: (failed) => (error = failed) });
    await clock.advance(1_000);
    expect(error).to.be.instanceOf(CallError).with.property('code', 'signalFailed');
    expect(error!.cause).to.be.instanceOf(TypeError);
  });

  it('the end of a call leaves only what says that it is over', async () => {
    const { outbox, post } = make();
    await post({ messageId: 1 });
    await post({ messageId: 2, terminal: true });
    await post({ messageId: 3, callId: 'other' });
    outbox.endCall('c');
    expect(outbox.size).to.equal(2);
    const sizes = [1, 2, 3].map((id) => {
      outbox.acknowledge('bob', id);
      return outbox.size;
    });
    expect(sizes, 'the first had been dropped').to.deep.equal([2, 1, 0]);
  });

  it('waits for every device that needs it, and no longer for one that is gone', async () => {
    const { outbox, post } = make();
    await post({ awaits: ['tab1', 'tab2', 'tab3'] });
    outbox.acknowledge('bob', 1, 'tab1');
    outbox.acknowledge('bob', 1, 'tab1');
    outbox.peerGone('bob', 'tab2');
    expect(outbox.size).to.equal(1);
    outbox.acknowledge('bob', 1, 'tab3');
    expect(outbox.size).to.equal(0);
  });

  it('keeps what whoever comes next is to be told, of a user who is gone', async () => {
    const { outbox, post } = make();
    await post({ messageId: 1, onAbsent() {} });
    await post({ messageId: 2, onAbsent() {}, device: 'tab1' });
    outbox.peerGone('bob');
    expect(outbox.size).to.equal(1);
    outbox.acknowledge('bob', 1);
    expect(outbox.size).to.equal(0);
  });

  it('drops what is for a device that is gone, or for all of a user who is gone', async () => {
    const { outbox, post } = make();
    await post({ messageId: 1, device: 'tab1' });
    await post({ messageId: 2, device: 'tab2' });
    await post({ messageId: 3 });
    outbox.peerGone('bob', 'tab1');
    expect(outbox.size).to.equal(2);
    outbox.peerGone('carol');
    expect(outbox.size).to.equal(2);
    outbox.peerGone('bob');
    expect(outbox.size).to.equal(0);
  });

  it('flush does not wait for the next retry, and does not send twice what is on its way', async () => {
    let free: () => void = () => {};
    const { outbox, sent, post } = make((attempt) => (attempt === 1 ? Promise.resolve() : new Promise((resolve) => (free = resolve))));
    await post();
    outbox.flush();
    outbox.flush();
    expect(sent).to.have.length(2);
    free();
    await settle();
    expect(outbox.size).to.equal(1);
    outbox.acknowledge('bob', 1);
    expect(outbox.size).to.equal(0);
  });

  it('makes haste again when our own signalling was away for long: what was refused has not failed to arrive', async () => {
    let away = true;
    const { clock, outbox, sent, post } = make(() => (away ? refuse('signalFailed') : Promise.resolve()));
    await post({ until: 600_000 });
    await clock.advance(120_000);
    away = false;
    outbox.flush();
    const { length } = sent;
    await clock.advance(1_000);
    expect(sent.length - length, 'the first copy may be lost as well').to.be.greaterThan(0);
    outbox.acknowledge('bob', 1);
  });

  it('makes haste again when the peer has been away for long and is back', async () => {
    const { clock, outbox, sent, post } = make();
    await post({ messageId: 1, until: 600_000 });
    await clock.advance(120_000);
    await post({ messageId: 2, until: 600_000 });
    outbox.acknowledge('carol', 2);
    const { length } = sent;
    outbox.acknowledge('bob', 2);
    expect(sent.length - length).to.equal(1);
    outbox.acknowledge('bob', 1);
    expect([outbox.size, clock.pending]).to.deep.equal([0, 0]);
  });

  it('drained waits for the last receipt, but not for ever', async () => {
    const { clock, outbox, post } = make();
    let drained = 0;
    await outbox.drained(1_000).then(() => drained++);
    expect(drained, 'nothing to wait for').to.equal(1);
    drained = 0;
    await post();
    void outbox.drained(1_000).then(() => drained++);
    await clock.advance(500);
    expect(drained).to.equal(0);
    outbox.acknowledge('bob', 1);
    await settle();
    expect([drained, clock.pending]).to.deep.equal([1, 0]);
    await post();
    void outbox.drained(1_000).then(() => drained++);
    await clock.advance(1_100);
    expect(drained).to.equal(2);
    outbox.clear();
    expect([outbox.size, clock.pending]).to.deep.equal([0, 0]);
  });
});
