/// <reference types="mocha" />
import { expect } from 'chai';
import type { Json, MediaConnectionState, Track, TrackKind } from '@call-elements/core';
import { later, openPair } from './media-pair.ts';
import type { Engines, MediaPair, MediaSide, PairOptions } from './media-pair.ts';

export { MediaSide, openPair } from './media-pair.ts';
export type { MediaPair, PairOptions } from './media-pair.ts';

/** Two engines that can reach each other, made anew for every test. */
export interface MediaWorld extends Engines {
  /** Fresh local tracks; the world stops them at the end. */
  makeTracks(): Promise<{ audio: Track; video: Track }>;
  /** Resolves when a picture that is not black was decoded from a remote track. */
  untilPicture(track: Track): Promise<unknown>;
  /** Resolves when a remote track carried sound. */
  untilSound(track: Track): Promise<unknown>;
  dispose(): void | Promise<void>;
}

/** What the engine can do beyond the MUSTs. All false by default. */
export interface MediaTraits {
  /** `tell` has a channel of its own. */
  readonly tells?: boolean;
  /** Payloads carry the negotiation, so bad ones are worth sending. */
  readonly negotiates?: boolean;
}

const KINDS: readonly TrackKind[] = ['audio', 'video'];
const GARBAGE: readonly Json[] = [
  null,
  true,
  7,
  'text',
  [],
  [[]],
  {},
  { description: null },
  { description: { type: 'offer' } },
  { description: { type: 'offer', sdp: 'v=0' } },
  { description: { type: 'answer', sdp: '' } },
  { description: { type: 'rollback' } },
  { description: { type: 5, sdp: {} } },
  { candidate: 'x' },
  { candidate: { candidate: 'candidate:nonsense', sdpMid: '0' } },
  { candidate: { candidate: 5, sdpMLineIndex: 99 } },
  { candidate: {} },
  { restart: 'yes' },
];

function deeplyFrozen(state: MediaConnectionState): boolean {
  return [state, state.remote, state.remotePaused, state.received, state.sent].every((part) => Object.isFrozen(part));
}

/** Every MUST of MediaEngine and MediaConnection that can be seen from outside, on a caller and a callee. */
export function mediaConformance(name: string, makeWorld: () => MediaWorld | Promise<MediaWorld>, traits: MediaTraits = {}): void {
  describe(`${name} keeps the media contract`, () => {
    let world: MediaWorld;
    let open: MediaPair[];

    beforeEach(async () => {
      world = await makeWorld();
      open = [];
    });

    afterEach(async () => {
      await Promise.all(open.flatMap(({ caller, callee }) => [caller.connection.close(), callee.connection.close()]));
      await world.dispose();
    });

    const pair = (options?: PairOptions): MediaPair => {
      const made = openPair(world, options);
      open.push(made);
      return made;
    };

    const publishAll = async (side: MediaSide): Promise<{ audio: Track; video: Track }> => {
      const tracks = await world.makeTracks();
      await Promise.all(KINDS.map((kind) => side.connection.publish(kind, tracks[kind])));
      return tracks;
    };

    const connected = async (options?: PairOptions): Promise<MediaPair> => {
      const both = pair(options);
      both.caller.connection.accepted();
      both.callee.connection.accepted();
      await Promise.all([both.caller, both.callee].map((side) => side.until(({ phase, peer }) => phase === 'connected' && peer === 'here')));
      return both;
    };

    const flowing = async (): Promise<MediaPair & { tracks: { audio: Track; video: Track } }> => {
      const both = await connected();
      const tracks = await publishAll(both.caller);
      await both.callee.until(({ received }) => received.audio && received.video);
      return { ...both, tracks };
    };

    describe('opening', () => {
      it('returns a connecting connection that has seen nothing yet', () => {
        const { caller, callee } = pair();
        for (const { state, states } of [caller, callee]) {
          expect(state.phase).to.equal('connecting');
          expect(state.peer).to.equal('absent');
          expect(state.received).to.deep.equal({ audio: false, video: false });
          expect(state.sent).to.deep.equal({ audio: false, video: false });
          expect(states).to.deep.equal([]);
        }
      });

      it('brings both sides together with nothing published', async () => {
        const { caller, callee } = pair();
        await Promise.all([caller, callee].map((side) => side.until(({ phase, peer }) => phase === 'connected' && peer === 'here')));
        expect(caller.state.received).to.deep.equal({ audio: false, video: false });
        expect(callee.state.received).to.deep.equal({ audio: false, video: false });
      });

      it('shows a frozen state that stays the same object until something changes', async () => {
        const { caller, callee } = await flowing();
        for (const { state, states, connection } of [caller, callee]) {
          expect(connection.state).to.equal(state);
          expect(states.every(deeplyFrozen)).to.equal(true);
          expect(new Set(states).size, 'every notification brings a new state').to.equal(states.length);
          expect(states.at(-1)).to.equal(state);
        }
      });

      it('stops notifying a subscriber that left', async () => {
        const { caller } = pair();
        let notified = 0;
        caller.connection.subscribe(() => (notified += 1))();
        await caller.until(({ phase }) => phase === 'connected');
        expect(notified).to.equal(0);
      });
    });

    describe('before the callee accepts', () => {
      for (const early of ['receive', 'warm'] as const) {
        it(`${early}: receives and decodes the caller, and sends nothing of what it published`, async () => {
          const { caller, callee } = pair({ early });
          await Promise.all([publishAll(caller), publishAll(callee)]);
          await callee.until(({ received }) => received.audio && received.video);
          await world.untilPicture(callee.state.remote.video!);
          await world.untilSound(callee.state.remote.audio!);
          await callee.untilStats(({ framesDecoded }) => framesDecoded > 10);
          const { packetsSent } = await callee.connection.stats();
          expect(packetsSent).to.equal(0);
          expect(callee.state.sent).to.deep.equal({ audio: false, video: false });
          expect(caller.state.received).to.deep.equal({ audio: false, video: false });

          callee.connection.accepted();
          caller.connection.accepted();
          await caller.until(({ received }) => received.audio && received.video);
          await callee.until(({ sent }) => sent.audio && sent.video);
          await world.untilPicture(caller.state.remote.video!);
          await world.untilSound(caller.state.remote.audio!);
        });
      }

      it('full: sends as soon as it has tracks', async () => {
        const { caller, callee } = pair({ early: 'full' });
        await publishAll(callee);
        await caller.until(({ received }) => received.audio && received.video);
        await world.untilPicture(caller.state.remote.video!);
      });

      it('none: opened when it accepts, it connects and sends', async () => {
        const { caller, callee } = pair({ early: 'none' });
        callee.connection.accepted();
        caller.connection.accepted();
        await publishAll(callee);
        await caller.until(({ received }) => received.audio && received.video);
      });

      it('connects the same over slow signalling', async () => {
        const { caller, callee } = pair({ delay: 150 });
        await publishAll(caller);
        await callee.until(({ received }) => received.audio && received.video);
      });
    });

    describe('publishing', () => {
      it('is legal at once after opening, and shows on both sides', async () => {
        const { caller, callee } = pair();
        await publishAll(caller);
        await callee.until(({ received }) => received.audio && received.video);
        await caller.until(({ sent }) => sent.audio && sent.video);
        expect(callee.state.remote.audio?.kind).to.equal('audio');
        expect(callee.state.remote.video?.kind).to.equal('video');
      });

      it('announces no video that was never sent', async () => {
        const { caller, callee } = await connected();
        await caller.connection.publish('audio', (await world.makeTracks()).audio);
        await callee.until(({ received }) => received.audio);
        await world.untilSound(callee.state.remote.audio!);
        expect(callee.state.received.video).to.equal(false);
        expect(caller.state.sent.video).to.equal(false);
      });

      it('stops one kind with null, lets the other go on, and resumes', async () => {
        const { caller, callee, tracks } = await flowing();
        await caller.connection.publish('video', null);
        const frames = await settledFrames(callee);
        const { bytesReceived } = await callee.connection.stats();
        await callee.untilStats((stats) => stats.bytesReceived > bytesReceived + 2000);
        expect((await callee.connection.stats()).framesDecoded).to.equal(frames);

        await caller.connection.publish('video', tracks.video);
        await callee.untilStats(({ framesDecoded }) => framesDecoded > frames);
        await world.untilPicture(callee.state.remote.video!);
      });

      it('replaces a track without touching the old one', async () => {
        const { caller, callee, tracks } = await flowing();
        const second = await world.makeTracks();
        await caller.connection.publish('video', second.video);
        const { framesDecoded } = await callee.connection.stats();
        await callee.untilStats((stats) => stats.framesDecoded > framesDecoded + 5);
        expect((tracks.video as { readyState?: string }).readyState).to.equal('live');
      });

      it('lets the last of overlapping calls win', async () => {
        const { caller, callee } = await connected();
        const { video } = await world.makeTracks();
        const publish = (track: Track | null) => caller.connection.publish('video', track);
        await Promise.all([publish(video), publish(null), publish(video), publish(null)]);
        const frames = await settledFrames(callee);
        await Promise.all([publish(null), publish(video)]);
        await callee.untilStats(({ framesDecoded }) => framesDecoded > frames);
      });
    });

    if (traits.tells) {
      describe('telling', () => {
        it('has no channel before the two are connected', () => {
          const { caller, callee } = pair();
          expect(caller.connection.tell!('early')).to.equal(false);
          expect(callee.connection.tell!('early')).to.equal(false);
        });

        it('carries JSON in order, in both directions', async () => {
          const both = await connected();
          const messages: Json[] = [null, 0, 'wörd 📞', ['a', { b: [1, 2, false] }], { long: 'x'.repeat(20_000) }];
          for (const [from, to] of [[both.caller, both.callee], [both.callee, both.caller]] as const) {
            await told(from, messages);
            await to.until(() => to.told.length >= messages.length);
            expect(to.told).to.deep.equal(messages);
          }
        });

        it('lets out what was told before closing', async () => {
          const { caller, callee } = await connected();
          await told(caller, ['first']);
          caller.connection.tell!({ hangup: 'x'.repeat(60_000) });
          await caller.connection.close();
          await callee.until(({ peer }) => peer === 'quit');
          expect(callee.told).to.have.length(2);
        });
      });
    }

    if (traits.negotiates) {
      it('ignores payloads that make no sense, at any time', async () => {
        const { caller, callee } = pair();
        const pelt = () => GARBAGE.forEach((payload) => [caller, callee].forEach(({ connection }) => connection.receive(payload)));
        pelt();
        await Promise.all([caller, callee].map((side) => side.until(({ phase }) => phase === 'connected')));
        pelt();
        await publishAll(caller);
        await callee.until(({ received }) => received.video);
        expect(caller.state.phase).to.equal('connected');
        expect(callee.state.phase).to.equal('connected');
      });
    }

    describe('closing', () => {
      const closeTwice = async ({ connection }: MediaSide): Promise<void> => {
        await Promise.all([connection.close(), connection.close()]);
        await connection.close();
        expect(connection.state.phase).to.equal('closed');
        expect(connection.state).to.equal(connection.state);
        expect(Object.isFrozen(connection.state)).to.equal(true);
      };

      it('works at once after opening', async () => {
        const { caller, callee } = pair();
        await closeTwice(caller);
        await closeTwice(callee);
      });

      it('works while the connection is being made', async () => {
        const { caller, callee } = pair();
        await callee.until(() => callee.payloads.length > 0 || callee.state.phase === 'connected');
        await Promise.all([closeTwice(caller), closeTwice(callee)]);
      });

      it('works in the middle of publishing, which then settles', async () => {
        const { caller, callee } = pair();
        const { video } = await world.makeTracks();
        const published = caller.connection.publish('video', video).catch(() => {});
        await closeTwice(caller);
        await published;
        await closeTwice(callee);
      });

      it('shows the peer that we quit', async () => {
        const { caller, callee } = await flowing();
        await closeTwice(caller);
        await callee.until(({ peer }) => peer === 'quit');
      });

      it('leaves the published tracks alone', async () => {
        const { caller, tracks } = await flowing();
        await closeTwice(caller);
        for (const kind of KINDS) expect((tracks[kind] as { readyState?: string }).readyState).to.equal('live');
      });

      it('is followed by silence, whatever is done to it', async () => {
        const { caller, callee } = await flowing();
        const seen = caller.states.length;
        const closing = caller.connection.close();
        expect(caller.state.phase).to.equal('closed');
        const { state } = caller;
        caller.connection.subscribe(() => expect.fail('notified after close'));
        caller.connection.accepted();
        callee.payloads.forEach((payload) => caller.connection.receive(payload));
        expect(caller.connection.tell?.('late') ?? false).to.equal(false);
        await Promise.allSettled([caller.connection.publish('video', null), closing]);
        await caller.connection.stats();
        await callee.until(({ peer }) => peer === 'quit');
        expect(caller.states).to.have.length(seen);
        expect(caller.state).to.equal(state);
      });
    });
  });
}

/** The number of decoded frames once it no longer grows. */
async function settledFrames(side: MediaSide): Promise<number> {
  let { framesDecoded } = await side.connection.stats();
  for (let same = 0; same < 10; ) {
    await later(20);
    const now = (await side.connection.stats()).framesDecoded;
    same = now === framesDecoded ? same + 1 : 0;
    framesDecoded = now;
  }
  return framesDecoded;
}

/** The channel opens a moment after the connection, and nothing says when. */
async function told(side: MediaSide, messages: readonly Json[]): Promise<void> {
  for (const message of messages) while (!side.connection.tell!(message)) await later(5);
}
