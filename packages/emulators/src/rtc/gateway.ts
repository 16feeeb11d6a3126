import type { Channel } from './channel.ts';
import type { Connection } from './connection.ts';
import type { Edge } from './edge.ts';
import { kindOf } from './member.ts';
import type { Session } from './session.ts';
import { CODES, Refusal, STREAM_BITS } from './wire.ts';
import type { Kind, Requests, StreamType } from './wire.ts';

/** One request, and what its handler may need. */
export interface Turn<Message> {
  readonly message: Message;
  readonly connection: Connection;
  readonly edge: Edge;
  /** For what has to come behind the answer. */
  after(run: () => void): void;
}

export type Handler<Message> = (turn: Turn<Message>) => object | Promise<object>;

const GATEWAY_VERSION = 'emulator';
const MUTE = /^(mute|unmute)_local_(audio|video)$/;

/** What the gateway does about each request. The result is the `_message` of the answer. */
export const handlers: { readonly [Type in keyof Requests]: Handler<Requests[Type]> } = {
  async join_v3({ message, connection, edge, after }) {
    const { ap_response, string_uid, channel_name, channel_key } = message;
    const user = string_uid ?? ap_response.uid;
    await edge.holds.pass('join', user);
    // The client has gone while it waited: it must not become a member.
    if (!connection.isOpen) return {};
    // The access point has looked at the token before; it may have expired since, and a client may come without having been there.
    const verdict = edge.verify(channel_key, channel_name, user);
    if (!verdict.ok) throw new Refusal(CODES.notAuthorized, verdict.fault);
    const session = edge.join(message, verdict.expiresAt);
    session.attach(connection);
    const { channel, member, rejoinToken, end } = session;
    after(() => (channel.has(member) ? channel.welcome(member) : channel.enter(member)));
    const attributes = { userAttributes: {} };
    return { uid: member.name, cid: channel.cid, vid: channel.cid, rejoin_token: rejoinToken, return_vosip: false, attributes, ortc: end.ortc };
  },

  rejoin_v3({ message, connection, edge }) {
    const { channel, member } = edge.rejoin(message, connection);
    return { peers: channel.peersOf(member) };
  },

  leave({ connection, edge }) {
    const { session } = connection;
    if (session) edge.drop(session.member, session.channel, 'Quit');
    return {};
  },

  ping: () => ({}),

  gateway_info: () => ({ version: GATEWAY_VERSION }),

  traffic_stats({ connection, edge: { policy } }) {
    const { channel, member } = sessionOf(connection);
    const delay = { B_ppad: policy.reportedPeerDelayMs, B_ppvd: policy.reportedPeerDelayMs, B_st: 0 };
    const peers = channel.members.filter((other) => other !== member && other.isHost);
    const { up, down } = policy.reportedQuality;
    // The SDK looks into the list without asking whether it is there. It doubles B_acd for the round trip.
    return { B_unq: up, B_dnq: down, B_acd: policy.reportedRttMs / 2, ntp_offset: 0, peer_delay: peers.map(({ name }) => ({ peer_uid: name, ...delay })) };
  },

  renew_token({ message: { token }, connection, edge }) {
    const session = sessionOf(connection);
    const verdict = edge.verify(token, session.channel.name, session.member.name);
    if (!verdict.ok) throw new Refusal(CODES.notAuthorized, verdict.fault);
    session.token = token;
    session.tokens.arm(verdict.expiresAt);
    return {};
  },

  set_client_role({ message: { role }, connection, after }) {
    const { channel, member } = sessionOf(connection);
    after(() => channel.changeRole(member, role === 'host'));
    return {};
  },

  async publish({ message: { ortc }, connection, edge, after }) {
    const { channel, member } = sessionOf(connection);
    await edge.holds.pass('publish', member.name);
    const streams = ortc.map(({ stream_type, ssrcs }) => ({ type: stream_type, ssrc: ssrcs[0]!.ssrcId, rtx: ssrcs[0]!.rtx }));
    if (channel.has(member)) after(() => channel.publish(member, streams));
    return { _message: { ortc: [] } };
  },

  unpublish({ message: { ortc }, connection, after }) {
    const { channel, member } = sessionOf(connection);
    const types: StreamType[] = ortc.map(({ stream_type }) => stream_type);
    after(() => channel.unpublish(member, types));
    return {};
  },

  async subscribe({ message: { ssrcId }, connection, edge }) {
    const { channel, member } = sessionOf(connection);
    await edge.holds.pass('subscribe', member.name);
    if (channel.has(member)) channel.forwarder.subscribe(member.media, ssrcId);
    return { _message: {} };
  },

  subscribe_streams({ message: { users }, connection }) {
    const { channel, member } = sessionOf(connection);
    for (const { audio_ssrc, video_ssrc } of users) {
      for (const ssrc of [audio_ssrc, video_ssrc]) if (ssrc) channel.forwarder.subscribe(member.media, ssrc);
    }
    return { users: users.map(({ stream_id }) => ({ stream_id })) };
  },

  unsubscribe({ message: { stream_id, ortc }, connection }) {
    const { channel, member } = sessionOf(connection);
    const all = [...(channel.find(stream_id)?.streams.values() ?? [])].map(({ ssrc }) => ssrc);
    const ssrcs = ortc.length > 0 ? ortc.map(({ ssrcId }) => ssrcId) : all;
    for (const ssrc of ssrcs) channel.forwarder.unsubscribe(member.media, ssrc);
    return {};
  },

  unsubscribe_streams({ message: { users }, connection }) {
    const session = sessionOf(connection);
    for (const { stream_id, stream_type } of users) {
      if (stream_type & STREAM_BITS.audio) unsubscribeKind(session, stream_id, 'audio');
      if (stream_type & (STREAM_BITS.video | STREAM_BITS.low)) unsubscribeKind(session, stream_id, 'video');
    }
    return {};
  },

  control({ message: { action }, connection, after }) {
    const { channel, member } = sessionOf(connection);
    const [, word, kind] = MUTE.exec(action) ?? [];
    if (kind) after(() => channel.mute(member, kind as Kind, word === 'mute'));
    return {};
  },

  restart_ice({ connection }) {
    return { iceParameters: sessionOf(connection).end.restartIce() };
  },

  connect_pc({ message: { ortc }, connection, edge }) {
    const session = sessionOf(connection);
    session.replaceEnd(edge.endFor(ortc, session.channel, session.member.uid, session.member.name));
    return session.end.ortc;
  },

  data_stream({ message: { payload, sendTs }, connection }) {
    const { channel, member } = sessionOf(connection);
    channel.tellOthers(member, 'on_data_stream', { uid: member.name, payload, sendTs });
    return {};
  },

  send_metadata({ message: { metadata }, connection }) {
    const { channel, member } = sessionOf(connection);
    channel.tellOthers(member, 'receive_metadata', { uid: member.name, metadata });
    return {};
  },
};

function sessionOf({ session }: Connection): Session {
  if (!session) throw new Refusal(CODES.badRequest, 'Not joined');
  return session;
}

function unsubscribeKind({ channel, member }: { channel: Channel; member: Session['member'] }, user: string | number, kind: Kind): void {
  for (const { type, ssrc } of channel.find(user)?.streams.values() ?? []) {
    if (kindOf(type) === kind) channel.forwarder.unsubscribe(member.media, ssrc);
  }
}
