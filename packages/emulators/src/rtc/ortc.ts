import type { RTCCertificate } from 'werift';
import { fingerprintOf } from './dtls.ts';
import type { IceParameters } from './ice-lite.ts';

// ORTC is how the SDK and the gateway describe a connection to each other: no SDP is on the wire. The SDK writes the edge's SDP itself.

interface Feedback {
  readonly type: string;
  readonly parameter?: string;
}

interface Codec {
  readonly payloadType: number;
  readonly rtpMap?: { readonly encodingName: string; readonly clockRate: number };
  readonly rtcpFeedbacks?: readonly Feedback[];
}

interface Extension {
  readonly entry: number;
  readonly extensionName: string;
}

export interface Capabilities {
  readonly audioCodecs: readonly Codec[];
  readonly videoCodecs: readonly Codec[];
  readonly audioExtensions: readonly Extension[];
  readonly videoExtensions: readonly Extension[];
}

/** What a client says of itself. */
export interface ClientOrtc {
  readonly iceParameters?: IceParameters;
  readonly dtlsParameters: { readonly fingerprints: readonly { readonly hashFunction: string; readonly fingerprint: string }[] };
  readonly rtpCapabilities: { readonly sendrecv: Capabilities };
}

/**
 * - `mid` and stream ids: packets are forwarded with the publisher's extensions, and the subscriber would look for the publisher's mid in
 *   its own SDP, and show nothing.
 * - transport-wide sequence numbers: they promise feedback that the edge does not send. Without it, Chromium's sender falls to 30 kbit/s
 *   within seconds.
 */
const LEFT_OUT_EXTENSIONS = /sdes:mid|rtp-stream-id|transport-wide-cc/;
/** The second is of use to receivers' extended reports only, which stay here. */
const LEFT_OUT_FEEDBACK = ['transport-cc', 'rrtr'];

/** Everything that the client can do, so that all clients agree on payload types and ids; but for what forwarding would spoil. */
export function mirrored({ audioCodecs, videoCodecs, audioExtensions, videoExtensions }: Capabilities): Capabilities {
  const codecs = (all: readonly Codec[]): Codec[] =>
    all.map((codec) => ({ ...codec, rtcpFeedbacks: codec.rtcpFeedbacks?.filter(({ type }) => !LEFT_OUT_FEEDBACK.includes(type)) }));
  const extensions = (all: readonly Extension[]): Extension[] => all.filter(({ extensionName }) => !LEFT_OUT_EXTENSIONS.test(extensionName));
  return {
    audioCodecs: codecs(audioCodecs),
    videoCodecs: codecs(videoCodecs),
    audioExtensions: extensions(audioExtensions),
    videoExtensions: extensions(videoExtensions),
  };
}

export interface EdgeSide {
  readonly cname: string;
  readonly ice: IceParameters;
  readonly address: { readonly ip: string; readonly port: number };
  readonly certificate: RTCCertificate;
}

const HOST_CANDIDATE_PRIORITY = 2_103_266_323;

export function answerTo(client: ClientOrtc, { cname, ice, address, certificate }: EdgeSide): object {
  const candidate = { foundation: 'udpcandidate', protocol: 'udp', priority: HOST_CANDIDATE_PRIORITY, ...address, type: 'host' };
  return {
    version: '2',
    cname,
    iceParameters: { ...ice, candidates: [candidate] },
    // The SDK says `hashFunction` of its own, and reads `algorithm`.
    dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', fingerprint: fingerprintOf(certificate) }] },
    rtpCapabilities: { sendrecv: mirrored(client.rtpCapabilities.sendrecv) },
  };
}

/** SHA-256 only: the others are not compared. */
export const fingerprintsOf = ({ dtlsParameters }: ClientOrtc): string[] =>
  dtlsParameters.fingerprints.filter(({ hashFunction }) => /^sha-?256$/i.test(hashFunction)).map(({ fingerprint }) => fingerprint);
