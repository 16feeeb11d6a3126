import type { Json, MediaConnection, MediaEngine, MediaOpenOptions, Track } from '@call-elements/core';
import { expect } from 'chai';
import { lazyMedia } from './lazy-media.ts';

const OPTIONS: MediaOpenOptions = { callId: 'c', roomId: 'r', type: 'video', role: 'caller', localUserId: 'alice', remoteUserId: 'bob', early: 'receive', send() {}, told() {} };

/** An engine whose one connection writes down what it is asked. */
class NotingEngine implements MediaEngine {
  readonly name = 'noting';
  readonly asked: unknown[][] = [];
  state = { phase: 'connected' } as MediaConnection['state'];
  #changed?: () => void;

  async warmUp(): Promise<void> {
    this.asked.push(['warmUp']);
  }
  change(): void {
    this.state = { ...this.state };
    this.#changed?.();
  }
  open(): MediaConnection {
    const note = (name: string) => async (...args: unknown[]) => void this.asked.push([name, ...args]);
    const connection = {
      subscribe: (listener: () => void) => ((this.#changed = listener), () => {}),
      receive: (payload: Json) => void this.asked.push(['receive', payload]),
      publish: note('publish'),
      accepted: () => void this.asked.push(['accepted']),
      setType: (type: string) => void this.asked.push(['setType', type]),
      renewToken: note('renewToken'),
      tell: () => true,
      stats: async () => ({ framesDecoded: 7, framesSent: 0, packetsSent: 0, bytesSent: 0, bytesReceived: 0 }),
      close: note('close'),
    };
    return Object.defineProperty(connection as unknown as MediaConnection, 'state', { get: () => this.state });
  }
}

describe('lazyMedia', () => {
  let engine: NotingEngine;
  let arrive: () => void;
  let fail: (error: unknown) => void;
  let loads: number;
  let media: MediaEngine;
  beforeEach(() => {
    engine = new NotingEngine();
    loads = 0;
    media = lazyMedia('noting', () => {
      loads++;
      return new Promise((resolve, reject) => ([arrive, fail] = [() => resolve(engine), reject]));
    });
  });
  const track = { id: 't', kind: 'audio' } as Track;
  const turn = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve));

  it('loads with the first call, and opens at once', () => {
    expect(media.name).to.equal('noting');
    expect(loads).to.equal(0);
    const connection = media.open(OPTIONS);
    expect(loads).to.equal(1);
    expect(connection.state.phase).to.equal('connecting');
    expect(connection.state).to.equal(connection.state);
    expect(connection.tell!('x')).to.equal(false);
  });

  it('passes on what came meanwhile, in that order', async () => {
    const connection = media.open(OPTIONS);
    let changes = 0;
    connection.subscribe(() => changes++);
    connection.receive({ offer: 1 });
    const published = connection.publish('audio', track);
    connection.accepted();
    connection.setType!('video');
    connection.receive({ candidate: 2 });
    arrive();
    await published;
    await turn();
    expect(engine.asked).to.deep.equal([['receive', { offer: 1 }], ['publish', 'audio', track], ['accepted'], ['setType', 'video'], ['receive', { candidate: 2 }]]);
    expect(connection.state).to.equal(engine.state);
    expect(changes).to.equal(1);
    engine.change();
    expect(changes).to.equal(2);
    expect(connection.tell!('x')).to.equal(true);
    expect((await connection.stats()).framesDecoded).to.equal(7);
  });

  it('passes on a new token once it is open: what opens later asks for one by itself', async () => {
    const connection = media.open(OPTIONS);
    await connection.renewToken!('early');
    arrive();
    await connection.stats();
    await connection.renewToken!('late');
    expect(engine.asked).to.deep.equal([['renewToken', 'late']]);
  });

  it('opens the second call without a detour', async () => {
    const warm = media.warmUp!();
    arrive();
    await warm;
    expect(engine.asked).to.deep.equal([['warmUp']]);
    expect(media.open(OPTIONS).state).to.equal(engine.state);
    expect(loads).to.equal(1);
  });

  it('opens nothing for a call that ended while it was loading', async () => {
    const connection = media.open(OPTIONS);
    connection.receive({ offer: 1 });
    connection.subscribe(() => expect.fail('notified after close'));
    await connection.close();
    expect(connection.state.phase).to.equal('closed');
    arrive();
    await turn();
    expect(engine.asked).to.deep.equal([]);
    expect(connection.state.phase).to.equal('closed');
  });

  it('fails the connection when it cannot be loaded, and loads again for the next', async () => {
    const connection = media.open(OPTIONS);
    void connection.publish('audio', track);
    const changed = new Promise<void>((resolve) => connection.subscribe(resolve));
    fail(new TypeError('Failed to fetch'));
    await changed;
    expect(connection.state.phase).to.equal('failed');
    expect(connection.state.error?.code).to.equal('loadFailed');
    media.open(OPTIONS);
    expect(loads).to.equal(2);
  });
});
