import { createHash } from 'node:crypto';
import { DtlsClient, keyLength, RTCDtlsTransport, saltLength, SrtcpSession, SrtpSession } from 'werift';
import type { RTCCertificate, RtpHeader, SrtpProfile } from 'werift';

export interface SecureEvents {
  send(datagram: Buffer): void;
  /** Keys are there: media can be sent. */
  connected(): void;
  rtp(packet: Buffer): void;
  rtcp(packet: Buffer): void;
}

const SRTP_AES128_CM_SHA1_80: SrtpProfile = 1;
/** Later than any flight of a handshake. */
const LAST_FLIGHT = 99;

/** The edge's certificate. One for all its clients and for as long as the process runs, since making one takes a while. */
export const edgeCertificate = (): Promise<RTCCertificate> => RTCDtlsTransport.SetupCertificate();

export const fingerprintOf = (certificate: RTCCertificate): string => certificate.getFingerprints()[0]!.value;

/**
 * A DTLS handshake with one client of the gateway, and then the SRTP and SRTCP that were agreed upon. The edge says hello, as the SDK
 * assumes where it prepares a connection ahead. werift does the cryptography.
 */
export class SecureTransport {
  readonly #dtls: DtlsClient;
  readonly #events: SecureEvents;
  readonly #fingerprints: readonly string[];
  #datagram: (datagram: Buffer) => void = () => {};
  #srtp: SrtpSession | undefined;
  #srtcp: SrtcpSession | undefined;
  #started = false;
  #closed = false;

  /** `fingerprints`: SHA-256 of the certificates that the client may show, as it told the gateway. */
  constructor(certificate: RTCCertificate, fingerprints: readonly string[], events: SecureEvents) {
    this.#events = events;
    this.#fingerprints = fingerprints.map(normalized);
    this.#dtls = new DtlsClient({
      cert: certificate.certPem,
      key: certificate.privateKey,
      signatureHash: certificate.signatureHash,
      transport: this.#transport(),
      srtpProfiles: [SRTP_AES128_CM_SHA1_80],
      extendedMasterSecret: true,
    });
    this.#dtls.onConnect.subscribe(() => this.#connected());
    this.#dtls.onError.subscribe(() => {});
  }

  get isConnected(): boolean {
    return this.#srtp !== undefined && !this.#closed;
  }

  /** The path is there. */
  start(): void {
    if (this.#started || this.#closed) return;
    this.#started = true;
    // A handshake that fails leaves a connection that never carries media, as on a real network.
    this.#dtls.connect().catch(() => {});
  }

  receiveDtls(datagram: Buffer): void {
    if (!this.#closed) this.#datagram(datagram);
  }

  receiveMedia(datagram: Buffer, isRtcp: boolean): void {
    if (!this.#srtp || !this.#srtcp || this.#closed) return;
    let plain: Buffer;
    try {
      plain = isRtcp ? this.#srtcp.decrypt(datagram) : this.#srtp.decrypt(datagram);
    } catch {
      return; // Forged, or of an earlier connection from the same address.
    }
    if (isRtcp) this.#events.rtcp(plain);
    else this.#events.rtp(plain);
  }

  sendRtp(header: RtpHeader, payload: Buffer): void {
    if (this.#srtp && !this.#closed) this.#events.send(this.#srtp.encrypt(payload, header));
  }

  sendRtcp(packet: Buffer): void {
    if (this.#srtcp && !this.#closed) this.#events.send(this.#srtcp.encrypt(packet));
  }

  close(): void {
    this.#closed = true;
    // Or werift repeats its flight for half a minute, and keeps the process alive as long.
    this.#dtls.dtls.flight = LAST_FLIGHT;
  }

  #connected(): void {
    const dtls = this.#dtls;
    const profile = dtls.srtp.srtpProfile;
    if (this.#closed || profile === undefined || !this.#isExpected(dtls.remoteCertificate)) return;
    const { localKey, localSalt, remoteKey, remoteSalt } = dtls.extractSessionKeys(keyLength(profile), saltLength(profile));
    const keys = { localMasterKey: localKey, localMasterSalt: localSalt, remoteMasterKey: remoteKey, remoteMasterSalt: remoteSalt };
    this.#srtp = new SrtpSession({ profile, keys });
    this.#srtcp = new SrtcpSession({ profile, keys });
    this.#events.connected();
  }

  #isExpected(certificate: Buffer | undefined): boolean {
    return certificate !== undefined && this.#fingerprints.includes(normalized(createHash('sha256').update(certificate).digest('hex')));
  }

  /** What werift takes for a socket. */
  #transport(): ConstructorParameters<typeof DtlsClient>[0]['transport'] {
    const setReceiver = (receive: (datagram: Buffer) => void): void => void (this.#datagram = receive);
    return {
      type: 'udp',
      address: { address: '', family: 'IPv4', port: 0 },
      closed: false,
      get onData() {
        return () => {};
      },
      set onData(receive) {
        setReceiver(receive as (datagram: Buffer) => void);
      },
      send: (datagram) => Promise.resolve(this.#events.send(datagram)),
      close: () => Promise.resolve(),
    };
  }
}

const normalized = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();
