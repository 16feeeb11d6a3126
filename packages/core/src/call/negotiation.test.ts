import { SimulatedClock } from '@call-elements/testing';
import { expect } from 'chai';
import type { Json } from '../json.ts';
import type { MediaConnection } from '../media.ts';
import type { Message } from '../wire/message.ts';
import { Negotiation } from './negotiation.ts';

function make(isHeard = () => true) {
  const clock = new SimulatedClock();
  const posted: { seq: number; payloads: readonly Json[]; at: number }[] = [];
  const negotiation = new Negotiation(clock, isHeard, (seq, payloads) => posted.push({ seq, payloads, at: clock.now() }));
  return { clock, posted, negotiation };
}

function connection() {
  const heard: Json[] = [];
  return { heard, it: { receive: (payload: Json) => heard.push(payload) } as unknown as MediaConnection };
}

const from = (device: string, seq: number, ...payloads: Json[]): Message => ({ kind: 'negotiate', callId: 'c', fromUserId: 'bob', kit: { v: 1, engine: 'fake', device, seq, payloads } });

describe('Negotiation: what goes out', () => {
  it('the first at once, what follows within 50 ms together', async () => {
    const { clock, posted, negotiation } = make();
    for (const payload of ['offer', 'a', 'b']) negotiation.send(payload);
    await clock.advance(200);
    negotiation.send('c');
    expect(posted).to.deep.equal([{ seq: 0, payloads: ['offer'], at: 0 }, { seq: 1, payloads: ['a', 'b'], at: 50 }, { seq: 2, payloads: ['c'], at: 200 }]);
  });

  it('nothing of a connection that was closed', async () => {
    const { clock, posted, negotiation } = make();
    negotiation.attach(connection().it, 'tab');
    for (const payload of ['offer', 'a']) negotiation.send(payload);
    negotiation.detach();
    expect(clock.pending).to.equal(0);
    await clock.advance(200);
    expect(posted.map(({ payloads }) => payloads)).to.deep.equal([['offer']]);
  });

  it('of the next connection from the first on, at once, whatever the one before it still had to say', () => {
    const { posted, negotiation } = make();
    negotiation.attach(connection().it, 'one');
    for (const payload of ['offer', 'a']) negotiation.send(payload);
    negotiation.detach();
    negotiation.attach(connection().it, 'two');
    negotiation.send('another');
    expect(posted.map(({ seq, payloads }) => [seq, payloads])).to.deep.equal([[0, ['offer']], [0, ['another']]]);
  });

  it('waits until the peer was heard, and goes with its first word', () => {
    let isHeard = false;
    const { posted, negotiation } = make(() => isHeard);
    negotiation.attach(connection().it, undefined);
    negotiation.send('offer');
    expect(posted).to.deep.equal([]);
    isHeard = true;
    negotiation.follow('tab');
    expect(posted).to.deep.equal([{ seq: 0, payloads: ['offer'], at: 0 }]);
  });

  it('keeps counting when the device becomes known after the first payload', async () => {
    const { clock, posted, negotiation } = make();
    negotiation.attach(connection().it, undefined);
    negotiation.send('early');
    await clock.advance(100);
    negotiation.follow('tab');
    negotiation.send('later');
    expect(posted.map(({ seq }) => seq)).to.deep.equal([0, 1]);
  });
});

describe('Negotiation: what comes in', () => {
  it('arrives in order and once', () => {
    const { negotiation } = make();
    const { heard, it: open } = connection();
    negotiation.attach(open, 'tab');
    for (const message of [from('tab', 2, 'd'), from('tab', 0, 'a', 'b'), from('tab', 0, 'a', 'b'), from('tab', 1, 'c'), from('tab', 2, 'd'), from('tab', 1, 'c')]) negotiation.receive(message);
    expect(heard).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('is kept until a connection is open, and is replayed to one with another device', () => {
    const { negotiation } = make();
    negotiation.receive(from('one', 0, 'a'));
    negotiation.receive(from('two', 0, 'x'));
    const first = connection();
    negotiation.attach(first.it, 'one');
    negotiation.receive(from('one', 1, 'b'));
    negotiation.receive(from('two', 1, 'y'));
    negotiation.detach();
    const second = connection();
    negotiation.attach(second.it, 'two');
    expect(first.heard).to.deep.equal(['a', 'b']);
    expect(second.heard).to.deep.equal(['x', 'y']);
  });

  it('ignores messages that carry no negotiation', () => {
    const { negotiation } = make();
    const { heard, it: open } = connection();
    negotiation.attach(open, 'tab');
    negotiation.receive({ kind: 'negotiate', callId: 'c', fromUserId: 'bob' });
    negotiation.receive({ kind: 'negotiate', callId: 'c', fromUserId: 'bob', kit: { v: 1, engine: 'fake', device: 'tab' } });
    expect(heard).to.deep.equal([]);
  });

  it('is bounded: in devices, and in what waits for a gap', () => {
    const { negotiation } = make();
    for (let device = 0; device < 100; device++) negotiation.receive(from(`device ${device}`, 0, device));
    const late = connection();
    negotiation.attach(late.it, 'device 99');
    expect(late.heard).to.deep.equal([]);
    const early = connection();
    negotiation.attach(early.it, 'device 0');
    expect(early.heard).to.deep.equal([0]);
    for (let seq = 2; seq < 10_000; seq++) negotiation.receive(from('device 0', seq, seq));
    negotiation.receive(from('device 0', 1, 1));
    expect(early.heard.length).to.be.at.most(300);
  });
});
