import type { WebSocket } from 'ws';
import type { ServiceContext } from '../context.ts';
import type { AccessPointState, SocketFaults } from '../faults.ts';
import type { Answer, FirstFrame, NoAnswer, Request, Service } from '../service.ts';
import { AccessPoint, EDGE_PREFIX, uidOf } from './access-point.ts';
import { Connection, userOf } from './connection.ts';
import { edgeCertificate } from './dtls.ts';
import { Edge, RTC_POLICY } from './edge.ts';
import type { RtcPolicy } from './edge.ts';
import type { Hold, JoinPhase } from './holds.ts';
import { IceLite } from './ice-lite.ts';
import type { MediaFaults } from './media-faults.ts';
import { describe } from './member.ts';
import type { MemberView } from './member.ts';
import { NativeMember } from './native-member.ts';
import type { Session } from './session.ts';
import { CODES } from './wire.ts';
import type { UserName } from './wire.ts';

/** RTC, and what tests do to it. */
export class RtcService implements Service {
  /** What befalls its WebSockets. Media goes on without them, for a while. */
  readonly sockets: SocketFaults;
  /** What befalls its UDP. */
  readonly media: MediaFaults;
  /** Where the real service is not known, and what it reports of the network. */
  readonly policy: RtcPolicy;
  readonly #edge: Edge;
  readonly #ice: IceLite;
  readonly #accessPoint: AccessPoint;

  constructor(context: ServiceContext, edge: Edge, ice: IceLite) {
    this.#edge = edge;
    this.#ice = ice;
    this.#accessPoint = new AccessPoint(edge);
    this.sockets = context.sockets;
    this.media = edge.media;
    this.policy = edge.policy;
  }

  get udpPort(): number {
    return this.#ice.address.port;
  }

  /** How the access point meets its clients; `up` at first. */
  get accessPoint(): AccessPointState {
    return this.#accessPoint.state;
  }

  set accessPoint(state: AccessPointState) {
    this.#accessPoint.state = state;
  }

  /** Who is in a channel, and what they publish. */
  members(channel: string): MemberView[] {
    return (this.#edge.channel(channel)?.members ?? []).map(describe);
  }

  /** What is kept of calls. Nothing, when everybody has left. */
  get kept(): Readonly<Record<'sockets' | 'channels' | 'sessions' | 'paths', number>> {
    return { sockets: this.sockets.size, ...this.#edge.size, paths: this.#ice.size };
  }

  /** A member without an SDK, as a stand-in for a native client. It is in the channel until `leave`, and needs no token. */
  join(channel: string, user: UserName): NativeMember {
    return new NativeMember(this.#edge, channel, user, typeof user === 'number' ? user : uidOf(user));
  }

  /** Keeps clients waiting at a point on their way into a call: all, or this user. */
  hold(phase: JoinPhase, user?: UserName): Hold {
    return this.#edge.holds.hold(phase, user);
  }

  /** Resolves when a client waits at a held phase. */
  untilHeld(phase: JoinPhase): Promise<void> {
    return this.#edge.holds.untilHeld(phase);
  }

  /** Lets everybody go who is held, and those who are still to come. */
  releaseHolds(): void {
    this.#edge.holds.releaseAll();
  }

  /** `sameUid`: as a join from elsewhere does. `banned`: as an administrator does; joining again is not prevented. */
  kick(channel: string, user: UserName, reason: 'sameUid' | 'banned' = 'sameUid'): void {
    const { member } = this.#session(channel, user);
    if (reason === 'sameUid') member.notify('on_notification', { code: CODES.joinedElsewhere });
    else member.notify('on_user_banned', { error_code: CODES.uidBanned });
    this.#drop(channel, user);
  }

  /** As half a minute before a token's end. */
  warnOfTokenExpiry(channel: string, user: UserName): void {
    this.#session(channel, user).notify('on_token_privilege_will_expire', {});
  }

  /** The token of this user expires now, and is no good for another join. */
  expireToken(channel: string, user: UserName): void {
    const session = this.#session(channel, user);
    this.#edge.context.tokens.expire(session.token);
    this.#edge.expire(session);
  }

  /** As if no test had been here: everything above is taken back, and members without an SDK go. */
  heal(): void {
    this.sockets.heal();
    this.media.heal();
    this.accessPoint = 'up';
    this.releaseHolds();
    Object.assign(this.policy, RTC_POLICY);
    this.#edge.dropNatives();
  }

  answer(request: Request): Promise<Answer | NoAnswer | undefined> {
    return this.#accessPoint.answer(request);
  }

  userOf(first: FirstFrame): string | undefined {
    return userOf(first);
  }

  ownsHost(host: string): boolean {
    return host.startsWith(`${EDGE_PREFIX}.`);
  }

  beforeOpen(host: string): Promise<void> | undefined {
    return this.ownsHost(host) ? this.#edge.holds.pass('socket') : undefined;
  }

  accept(socket: WebSocket, first: FirstFrame): boolean {
    if (userOf(first) === undefined) return false;
    void new Connection(socket, this.#edge).receive(first);
    return true;
  }

  async close(): Promise<void> {
    this.#edge.close();
    await this.#ice.close();
  }

  #drop(channel: string, user: UserName): void {
    const session = this.#session(channel, user);
    this.#edge.drop(session.member, session.channel, 'Quit');
  }

  #session(channel: string, user: UserName): Session {
    const session = this.#edge.sessionIn(channel, user);
    if (session) return session;
    const there = this.members(channel).map(({ name }) => name);
    throw new Error(`No user ${user} with an SDK is in channel "${channel}". There: ${there.join(', ') || 'nobody'}`);
  }
}

/** Opens the UDP port. */
export async function createRtc(context: ServiceContext): Promise<RtcService> {
  const [ice, certificate] = await Promise.all([IceLite.open(context.host, context.udpPort), edgeCertificate()]);
  return new RtcService(context, new Edge(context, { ice, certificate }), ice);
}
