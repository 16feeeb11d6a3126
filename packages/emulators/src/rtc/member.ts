import type { MediaEnd } from './forwarder.ts';
import type { About, Kind, NotificationType, Notifications, StreamType, UserName } from './wire.ts';

/** One of the streams that somebody publishes. */
export interface Stream {
  readonly type: StreamType;
  readonly ssrc: number;
  readonly rtx: number | undefined;
}

/** Hears what the channel has to say to one member: a socket, or a test. */
export interface Listener {
  notify<Type extends NotificationType>(type: Type, message: Notifications[Type]): void;
  /** It is no member any more. */
  close(): void;
}

export const KINDS: readonly Kind[] = ['audio', 'video'];

/** What others see of a kind of media. The small stream of a pair is not announced, it is switched to. */
const SHOWN: Readonly<Record<Kind, readonly StreamType[]>> = { audio: ['audio'], video: ['screen', 'high'] };

/** Somebody in a channel: a browser with a socket, or a user that a test plays. */
export class Member {
  readonly uid: number;
  /** Of who joined with a string. */
  readonly account: string | undefined;
  isHost: boolean;
  media: MediaEnd;
  readonly streams = new Map<StreamType, Stream>();
  readonly muted: Record<Kind, boolean> = { audio: false, video: false };
  /** Kinds that were unpublished while others stayed, for which the others were told that they are muted. */
  readonly parked = new Set<Kind>();
  readonly #listener: Listener;

  constructor(who: { uid: number; account: string | undefined; isHost: boolean }, media: MediaEnd, listener: Listener) {
    this.uid = who.uid;
    this.account = who.account;
    this.isHost = who.isHost;
    this.media = media;
    this.#listener = listener;
  }

  get name(): UserName {
    return this.account ?? this.uid;
  }

  get about(): About {
    return { uid: this.name, uint_id: this.uid };
  }

  get cname(): string {
    return `edge${this.uid}`;
  }

  is(name: UserName): boolean {
    return String(name) === String(this.name) || name === this.uid;
  }

  shown(kind: Kind): Stream | undefined {
    return SHOWN[kind].map((type) => this.streams.get(type)).find((stream) => stream !== undefined);
  }

  notify<Type extends NotificationType>(type: Type, message: Notifications[Type]): void {
    this.#listener.notify(type, message);
  }

  close(): void {
    this.#listener.close();
  }
}

export const kindOf = (type: StreamType): Kind => (type === 'audio' ? 'audio' : 'video');

/** A member, as a test sees it. */
export interface MemberView {
  readonly uid: number;
  readonly name: UserName;
  readonly isHost: boolean;
  /** What others see and hear of it, with the SSRC of its packets. */
  readonly publishes: Readonly<Partial<Record<Kind, { readonly ssrc: number; readonly muted: boolean }>>>;
}

export function describe(member: Member): MemberView {
  const published = KINDS.flatMap((kind) => {
    const stream = member.shown(kind);
    return stream ? [[kind, { ssrc: stream.ssrc, muted: member.muted[kind] }] as const] : [];
  });
  return { uid: member.uid, name: member.name, isHost: member.isHost, publishes: Object.fromEntries(published) };
}
