import { randomInt } from 'node:crypto';
import type { Channel } from './channel.ts';
import type { Edge } from './edge.ts';
import type { MediaEnd } from './forwarder.ts';
import { Inflow } from './inflow.ts';
import { describe, kindOf, Member } from './member.ts';
import type { Listener, MemberView } from './member.ts';
import { Playback } from './playback.ts';
import type { Recording } from './recording.ts';
import { requestIn } from './rtp.ts';
import type { Rtp } from './rtp.ts';
import type { Kind, NotificationType, Notifications, UserName } from './wire.ts';

/** Something that the gateway told. */
export type Notification = { readonly [Type in NotificationType]: { readonly type: Type; readonly message: Notifications[Type] } }[NotificationType];

/** A member of a channel that is no browser: a test says what a native client would, and sees the packets that it would get. */
export class NativeMember implements MediaEnd, Listener {
  /** Everything that it was told, in order. */
  readonly notifications: Notification[] = [];
  readonly #edge: Edge;
  readonly #channel: Channel;
  readonly #member: Member;
  readonly #inflows = new Map<number, Inflow>();
  readonly #playbacks = new Map<Kind, Playback>();
  readonly #waiting = new Set<() => void>();

  constructor(edge: Edge, channel: string, user: UserName, uid: number) {
    this.#edge = edge;
    this.#channel = edge.openChannel(channel);
    this.#member = new Member({ uid, account: typeof user === 'string' ? user : undefined, isHost: true }, this, this);
    edge.evict(this.#channel, uid);
    this.#channel.enter(this.#member);
  }

  /** Who is in the channel besides it, and what they publish. */
  get others(): MemberView[] {
    return this.#channel.members.filter((member) => member !== this.#member).map(describe);
  }

  get isIn(): boolean {
    return this.#channel.has(this.#member);
  }

  /** Resolves when the check says yes. It is asked now, and after each notification. */
  until(check: (member: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!check(this)) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Resolves when this user publishes this kind and it is not muted. */
  untilPublished(user: UserName, kind: Kind): Promise<void> {
    return this.until(({ others }) => others.some(({ name, publishes }) => String(name) === String(user) && publishes[kind]?.muted === false));
  }

  /** From now on it is sent these packets. */
  subscribe(user: UserName, kind: Kind): Inflow {
    const stream = this.#channel.find(user)?.shown(kind);
    if (!stream) throw new Error(`User ${user} publishes no ${kind} in channel "${this.#channel.name}".`);
    const inflow = new Inflow(kind, () => {
      this.#inflows.delete(stream.ssrc);
      this.#channel.forwarder.unsubscribe(this, stream.ssrc);
    });
    this.#inflows.set(stream.ssrc, inflow);
    this.#channel.forwarder.subscribe(this, stream.ssrc);
    return inflow;
  }

  /** Publishes packets that were recorded of a browser, in a loop, as a stream of its own. */
  publish(recording: Recording): void {
    const { kind } = recording;
    this.unpublish(kind);
    const ssrc = randomInt(1, 2 ** 32 - 1);
    const playback = new Playback(recording, ssrc, (packet) => this.#channel.forwarder.rtp(this, packet));
    this.#playbacks.set(kind, playback);
    this.#channel.publish(this.#member, [{ type: kind === 'audio' ? 'audio' : 'high', ssrc, rtx: undefined }]);
    playback.start();
  }

  unpublish(kind: Kind): void {
    this.#playbacks.get(kind)?.stop();
    this.#playbacks.delete(kind);
    this.#channel.unpublish(this.#member, [...this.#member.streams.keys()].filter((type) => kindOf(type) === kind));
  }

  /** Tells the others. A client that is muted sends no packets of this kind either. */
  mute(kind: Kind, muted: boolean): void {
    const playback = this.#playbacks.get(kind);
    if (muted) playback?.stop();
    else playback?.start();
    this.#channel.mute(this.#member, kind, muted);
  }

  /** `ServerTimeOut`: as one whose network went away. */
  leave(reason: 'Quit' | 'ServerTimeOut' = 'Quit'): void {
    this.#edge.drop(this.#member, this.#channel, reason);
  }

  /** For the channel. */
  notify<Type extends NotificationType>(type: Type, message: Notifications[Type]): void {
    this.notifications.push({ type, message } as Notification);
    for (const look of this.#waiting) look();
  }

  /** For the channel. */
  close(): void {
    for (const playback of this.#playbacks.values()) playback.stop();
  }

  /** For the forwarder. */
  sendRtp(packet: Rtp): void {
    this.#inflows.get(packet.header.ssrc)?.receive(packet);
  }

  /** For the forwarder. */
  sendRtcp(part: Buffer): void {
    const request = requestIn(part);
    if (!request) return;
    for (const playback of this.#playbacks.values()) playback.hear(request, part);
  }
}
