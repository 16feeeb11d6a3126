import type { Emulators, NativeMember } from '@call-elements/emulators';

type Kind = 'audio' | 'video';
type Recording = Parameters<NativeMember['publish']>[0];
type Inflow = ReturnType<NativeMember['subscribe']>;

/** What a native client sends instead of a camera and a microphone: a page's, recorded before. */
export type Recordings = Readonly<Record<Kind, Recording>>;

export interface RoomOptions {
  readonly roomId: string;
  readonly uid: number;
  readonly peer: number;
  readonly kinds: readonly Kind[];
  readonly recordings: Recordings | undefined;
  /** Something of the peer is received from now on. */
  onTaken(): void;
  /** The first whole picture, or the first sound, of the peer. */
  onFirst(kind: Kind): void;
}

/** An RTC room as CallAPI's clients use it (callapi.md §2.3): they publish at once, and take whatever their peer publishes. */
export class NativeRoom {
  readonly #options: RoomOptions;
  readonly #member: NativeMember;
  readonly #taken = new Map<Kind, { ssrc: number; inflow: Inflow }>();
  #isIn = true;

  constructor(emulators: Emulators, options: RoomOptions) {
    const { roomId, uid, kinds, recordings } = options;
    this.#options = options;
    this.#member = emulators.rtc.join(roomId, uid);
    for (const kind of kinds) if (recordings) this.#member.publish(recordings[kind]);
    // Looked at with everything that it is told, until it leaves.
    void this.#member.until(() => {
      this.#take();
      return !this.#isIn;
    });
  }

  get roomId(): string {
    return this.#options.roomId;
  }

  /** What comes of the peer, once it has begun to come. */
  inflow(kind: Kind): Inflow | undefined {
    return this.#taken.get(kind)?.inflow;
  }

  leave(): void {
    this.#isIn = false;
    this.#member.leave();
  }

  #take(): void {
    const { peer, kinds, onFirst, onTaken } = this.#options;
    const published = this.#member.others.find(({ name }) => name === peer)?.publishes;
    for (const kind of kinds) {
      const stream = published?.[kind];
      const known = this.#taken.get(kind);
      if (!this.#isIn || !stream || stream.muted || stream.ssrc === known?.ssrc) continue;
      known?.inflow.unsubscribe();
      const inflow = this.#member.subscribe(peer, kind);
      this.#taken.set(kind, { ssrc: stream.ssrc, inflow });
      onTaken();
      // A picture is whole when the next one begins; what is recorded of a video begins with a key frame.
      const first = kind === 'video' ? inflow.record(1) : inflow.more(1);
      void first.then(() => this.#isIn && onFirst(kind));
    }
  }
}
