import { crc32 } from 'node:zlib';
import { Forwarder } from './forwarder.ts';
import { KINDS, kindOf } from './member.ts';
import type { Member, Stream } from './member.ts';
import type { Kind, NotificationType, Notifications, OfflineReason, RejoinPeer, StreamType, UserName } from './wire.ts';

/** The number by which the SDK calls a channel: the same also when everybody had left in between. */
export const cidOf = (name: string): number => crc32(name);

/** Who is in a channel, who publishes what, and what the others are told of it. */
export class Channel {
  readonly name: string;
  readonly forwarder = new Forwarder();
  readonly #members = new Map<number, Member>();

  constructor(name: string) {
    this.name = name;
  }

  get cid(): number {
    return cidOf(this.name);
  }

  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  has(member: Member): boolean {
    return this.#members.get(member.uid) === member;
  }

  find(name: UserName): Member | undefined {
    return this.members.find((member) => member.is(name));
  }

  enter(member: Member): void {
    this.#members.set(member.uid, member);
    if (member.isHost) this.tellOthers(member, 'on_user_online', member.about);
    this.welcome(member);
  }

  /** Tells a newcomer who is there, and what they publish. */
  welcome(newcomer: Member): void {
    for (const other of this.#others(newcomer)) {
      if (!other.isHost) continue;
      newcomer.notify('on_user_online', other.about);
      for (const kind of KINDS) {
        const stream = other.shown(kind);
        if (!stream) continue;
        announce(newcomer, other, kind, stream);
        if (other.muted[kind]) newcomer.notify(`mute_${kind}`, other.about);
      }
    }
  }

  /** The same for who has been there all the time, without hearing anything. */
  peersOf(member: Member): RejoinPeer[] {
    const hosts = this.#others(member).filter(({ isHost }) => isHost);
    return hosts.map((other) => ({
      ...other.about,
      audio: other.shown('audio') !== undefined,
      video: other.shown('video') !== undefined,
      audio_ssrc: other.shown('audio')?.ssrc,
      video_ssrc: other.shown('video')?.ssrc,
      audio_mute: other.muted.audio,
      video_mute: other.muted.video,
      audio_enable_local: true,
      video_enable_local: true,
    }));
  }

  leave(member: Member, reason: OfflineReason): void {
    if (!this.has(member)) return;
    this.#members.delete(member.uid);
    this.forwarder.remove(member.media);
    if (member.isHost) this.tellOthers(member, 'on_user_offline', { ...member.about, reason });
  }

  publish(member: Member, streams: readonly Stream[]): void {
    for (const stream of streams) {
      const before = member.streams.get(stream.type);
      if (before) this.forwarder.unpublish(before.ssrc);
      member.streams.set(stream.type, stream);
      this.forwarder.publish(member.media, stream);
    }
    for (const kind of new Set(streams.map(({ type }) => kindOf(type)))) this.#announce(member, kind);
  }

  /**
   * The gateway has no word for the end of one kind of media while the other goes on. The others are told that it is muted, and of the
   * new stream when it is published again: they see it end once and begin once.
   */
  unpublish(member: Member, types: readonly StreamType[]): void {
    const shownBefore = KINDS.filter((kind) => member.shown(kind));
    for (const type of types) {
      const stream = member.streams.get(type);
      if (stream) this.forwarder.unpublish(stream.ssrc);
      member.streams.delete(type);
    }
    const ended = shownBefore.filter((kind) => !member.shown(kind));
    if (ended.length === 0) return;
    if (!KINDS.some((kind) => member.shown(kind))) {
      member.parked.clear();
      member.muted.audio = member.muted.video = false;
      this.tellOthers(member, 'on_remove_stream', member.about);
      return;
    }
    for (const kind of ended) {
      member.parked.add(kind);
      member.muted[kind] = false;
      this.tellOthers(member, `mute_${kind}`, member.about);
    }
  }

  mute(member: Member, kind: Kind, muted: boolean): void {
    member.muted[kind] = muted;
    this.tellOthers(member, muted ? `mute_${kind}` : `unmute_${kind}`, member.about);
  }

  changeRole(member: Member, isHost: boolean): void {
    if (member.isHost === isHost) return;
    member.isHost = isHost;
    if (isHost) this.tellOthers(member, 'on_user_online', member.about);
    else this.tellOthers(member, 'on_user_offline', { ...member.about, reason: 'BecomeAudience' });
  }

  tellOthers<Type extends NotificationType>(member: Member, type: Type, message: Notifications[Type]): void {
    for (const other of this.#others(member)) other.notify(type, message);
  }

  #others(member: Member): Member[] {
    return this.members.filter((other) => other !== member);
  }

  #announce(member: Member, kind: Kind): void {
    const stream = member.shown(kind);
    if (!stream) return;
    for (const other of this.#others(member)) announce(other, member, kind, stream);
    if (member.parked.delete(kind) || member.muted[kind]) this.mute(member, kind, false);
  }
}

function announce(to: Member, of: Member, kind: Kind, { ssrc, rtx }: Stream): void {
  const common = { ...of.about, ssrcId: ssrc, cname: of.cname };
  if (kind === 'audio') to.notify('on_add_audio_stream', { ...common, audio: true });
  else to.notify('on_add_video_stream', { ...common, video: true, rtxSsrcId: rtx });
}
