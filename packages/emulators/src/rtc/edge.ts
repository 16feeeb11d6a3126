import type { ServiceContext } from '../context.ts';
import type { TokenVerdict } from '../tokens.ts';
import { BrowserEnd } from './browser-end.ts';
import type { Transports } from './browser-end.ts';
import { Channel } from './channel.ts';
import type { Connection } from './connection.ts';
import { Holds } from './holds.ts';
import { MediaWeather } from './media-faults.ts';
import type { Member } from './member.ts';
import type { ClientOrtc } from './ortc.ts';
import { Session } from './session.ts';
import { CODES, Refusal } from './wire.ts';
import type { JoinRequest, OfflineReason, RejoinRequest, UserName } from './wire.ts';

/** What the gateway reports of the network, and what it is patient with. */
export interface RtcPolicy {
  /** How long a member without a socket is kept, before the others are told that it timed out. What the cloud does is not known. */
  graceMs: number;
  /** In milliseconds, as the SDK shows it in `getRTCStats().RTT`. Media is not delayed by it. */
  reportedRttMs: number;
  /** In milliseconds, as the SDK shows it of each remote user. */
  reportedPeerDelayMs: number;
  /** From 0 for excellent to more than 1 for very bad, as the SDK turns it into the six steps of `network-quality`. */
  reportedQuality: { readonly up: number; readonly down: number };
}

export const RTC_POLICY: RtcPolicy = { graceMs: 10_000, reportedRttMs: 40, reportedPeerDelayMs: 20, reportedQuality: { up: 0.1, down: 0.1 } };

/** All channels, and who of their members has an SDK. */
export class Edge {
  readonly context: ServiceContext;
  readonly holds = new Holds();
  readonly media = new MediaWeather();
  readonly policy: RtcPolicy = { ...RTC_POLICY };
  readonly #transports: Transports;
  readonly #channels = new Map<string, Channel>();
  readonly #sessions = new Map<Member, Session>();

  constructor(context: ServiceContext, transports: Transports) {
    this.context = context;
    this.#transports = transports;
  }

  get size(): { readonly channels: number; readonly sessions: number } {
    return { channels: this.#channels.size, sessions: this.#sessions.size };
  }

  channel(name: string): Channel | undefined {
    return this.#channels.get(name);
  }

  openChannel(name: string): Channel {
    const channel = this.#channels.get(name) ?? new Channel(name);
    this.#channels.set(name, channel);
    return channel;
  }

  /** The session of a member with an SDK, by the name of either. */
  sessionIn(channel: string, user: UserName): Session | undefined {
    const member = this.#channels.get(channel)?.find(user);
    return member && this.#sessions.get(member);
  }

  verify(token: string, channel: string, user: UserName): TokenVerdict {
    return this.context.tokens.verifyRtc(token, channel, user);
  }

  /** A new session; or the old one with another socket and media, when a client has lost both. */
  join(request: JoinRequest, expiresAt: number): Session {
    const uid = request.ap_response.uid;
    const channel = this.openChannel(request.channel_name);
    const present = channel.members.find((member) => member.uid === uid);
    const before = present && this.#sessions.get(present);
    const session = before?.id === request.session_id ? before : this.#begin(request, channel);
    if (session === before) session.replaceEnd(this.endFor(request.ortc, channel, uid, session.member.name));
    session.token = request.channel_key;
    session.tokens.arm(expiresAt);
    return session;
  }

  rejoin({ uid, token }: RejoinRequest, connection: Connection): Session {
    const session = [...this.#sessions.values()].find(({ rejoinToken, member }) => rejoinToken === token && member.is(uid));
    if (!session) throw new Refusal(CODES.rejoinTokenInvalid, 'No such session');
    session.attach(connection);
    return session;
  }

  endFor(ortc: ClientOrtc, channel: Channel, uid: number, user: UserName): BrowserEnd {
    return new BrowserEnd(ortc, `edge${uid}`, this.#transports, this.media.linkOf(user), channel.forwarder);
  }

  /** Somebody joins under this uid; whoever has it goes. */
  evict(channel: Channel, uid: number): void {
    const present = channel.members.find((member) => member.uid === uid);
    if (!present) return;
    present.notify('on_notification', { code: CODES.joinedElsewhere });
    this.#remove(present, channel, 'Quit');
  }

  /** The member is gone, whoever wanted that. Its SDK is told before, if it is to be told. */
  drop(member: Member, channel: Channel, reason: OfflineReason): void {
    this.#remove(member, channel, reason);
    if (!channel.isEmpty) return;
    channel.forwarder.close();
    if (this.#channels.get(channel.name) === channel) this.#channels.delete(channel.name);
  }

  /** The SDK leaves by itself when it hears of it, without a word. */
  expire(session: Session): void {
    session.notify('on_token_privilege_did_expire', {});
    this.drop(session.member, session.channel, 'Quit');
  }

  /** Members that tests play. */
  dropNatives(): void {
    this.#dropAll((member) => !this.#sessions.has(member));
  }

  close(): void {
    this.holds.releaseAll();
    this.#dropAll(() => true);
  }

  #dropAll(which: (member: Member) => boolean): void {
    for (const channel of [...this.#channels.values()]) for (const member of channel.members.filter(which)) this.drop(member, channel, 'Quit');
  }

  #begin(request: JoinRequest, channel: Channel): Session {
    const { uid } = request.ap_response;
    this.evict(channel, uid);
    const who = { uid, account: request.string_uid, isHost: request.role === 'host' };
    const session = new Session({
      channel,
      who,
      id: request.session_id,
      end: this.endFor(request.ortc, channel, uid, who.account ?? uid),
      graceMs: () => this.policy.graceMs,
      tokenWarningMs: this.context.tokenWarningMs,
      lost: ({ member }) => this.drop(member, channel, 'ServerTimeOut'),
      expired: (over) => this.expire(over),
    });
    this.#sessions.set(session.member, session);
    return session;
  }

  #remove(member: Member, channel: Channel, reason: OfflineReason): void {
    channel.leave(member, reason);
    member.close();
    this.#sessions.delete(member);
  }
}
