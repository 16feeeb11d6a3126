import type { RTCCertificate } from 'werift';
import { SecureTransport } from './dtls.ts';
import type { Forwarder, MediaEnd } from './forwarder.ts';
import { isDtls, isMedia, isRtcp } from './ice-lite.ts';
import type { IceAgent, IceLite, IceParameters, Link } from './ice-lite.ts';
import { answerTo, fingerprintsOf } from './ortc.ts';
import type { ClientOrtc } from './ortc.ts';
import { ReceiverReports } from './receiver-reports.ts';
import { parseRtp, RTCP, rtcpType, splitRtcp } from './rtp.ts';
import type { Rtp } from './rtp.ts';

export interface Transports {
  readonly ice: IceLite;
  readonly certificate: RTCCertificate;
}

const REPORT_EVERY_MS = 1000;
const AUDIO_CLOCK = 48_000;
const VIDEO_CLOCK = 90_000;

/** The edge's half of one client's RTCPeerConnection: ICE, DTLS, SRTP, reports. */
export class BrowserEnd implements MediaEnd {
  /** What the gateway tells the SDK of this connection. */
  readonly ortc: object;
  readonly #agent: IceAgent;
  readonly #secure: SecureTransport;
  readonly #forwarder: Forwarder;
  readonly #reports = new ReceiverReports(() => performance.now());
  readonly #audioTypes: ReadonlySet<number>;
  readonly #reporting: NodeJS.Timeout;

  constructor(client: ClientOrtc, cname: string, { ice, certificate }: Transports, link: Link, forwarder: Forwarder) {
    this.#forwarder = forwarder;
    this.#audioTypes = new Set(client.rtpCapabilities.sendrecv.audioCodecs.map(({ payloadType }) => payloadType));
    this.#agent = ice.agent(link, { reached: () => this.#secure.start(), datagram: (datagram) => this.#receive(datagram) });
    this.#secure = new SecureTransport(certificate, fingerprintsOf(client), {
      send: (datagram) => this.#agent.send(datagram),
      connected: () => forwarder.ready(this),
      rtp: (packet) => this.#receivedRtp(packet),
      rtcp: (packet) => this.#receivedRtcp(packet),
    });
    this.ortc = answerTo(client, { cname, ice: this.#agent.issue(), address: ice.address, certificate });
    this.#reporting = setInterval(() => this.#report(), REPORT_EVERY_MS);
  }

  get isConnected(): boolean {
    return this.#secure.isConnected;
  }

  /** Keys and streams stay; only the path is looked for anew. */
  restartIce(): IceParameters {
    return this.#agent.issue();
  }

  sendRtp({ header, payload }: Rtp): void {
    this.#secure.sendRtp(header, payload);
  }

  sendRtcp(packet: Buffer): void {
    this.#secure.sendRtcp(packet);
  }

  close(): void {
    clearInterval(this.#reporting);
    this.#forwarder.remove(this);
    this.#secure.close();
    this.#agent.close();
  }

  #receive(datagram: Buffer): void {
    if (isDtls(datagram)) this.#secure.receiveDtls(datagram);
    else if (isMedia(datagram)) this.#secure.receiveMedia(datagram, isRtcp(datagram));
  }

  #receivedRtp(packet: Buffer): void {
    const rtp = parseRtp(packet);
    this.#reports.received(rtp.header, this.#audioTypes.has(rtp.header.payloadType) ? AUDIO_CLOCK : VIDEO_CLOCK);
    this.#forwarder.rtp(this, rtp);
  }

  #receivedRtcp(compound: Buffer): void {
    for (const part of splitRtcp(compound)) if (rtcpType(part) === RTCP.senderReport) this.#reports.senderReport(part);
    this.#forwarder.rtcp(this, compound);
  }

  #report(): void {
    const report = this.#reports.compose();
    if (report) this.sendRtcp(report);
  }
}
