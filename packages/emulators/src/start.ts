import { createTls, spkiHash } from './certificate.ts';
import type { Tls } from './certificate.ts';
import { ServerClock } from './clock.ts';
import type { ServiceContext } from './context.ts';
import { createEasemob } from './easemob/easemob.ts';
import type { EasemobService } from './easemob/easemob.ts';
import { Port } from './port.ts';
import { createRtc } from './rtc/rtc.ts';
import type { RtcService } from './rtc/rtc.ts';
import { createRtm } from './rtm/rtm.ts';
import type { RtmService } from './rtm/rtm.ts';
import { Sockets } from './sockets.ts';
import { Telemetry } from './telemetry.ts';
import { TokenBuilder } from './token-builder.ts';
import { Tokens } from './tokens.ts';

export interface EmulatorsOptions {
  /** 32 hexadecimal digits. */
  readonly appId?: string;
  /** Of the app at Easemob: `org#app`. */
  readonly appKey?: string;
  /** The app's certificate, 32 hexadecimal digits. Without one nobody needs a token. */
  readonly certificate?: string;
  /** Of the app's server at Easemob, which gets its users' tokens for it. Without one, anybody gets them. */
  readonly clientSecret?: string;
  /** Of everything that is HTTPS or WebSocket; 0, the default, for any. */
  readonly port?: number;
  /** Of requests without TLS; 0, the default, for any. */
  readonly httpPort?: number;
  /** Of the media; 0, the default, for any. */
  readonly udpPort?: number;
  /** With the same one a browser that runs already trusts emulators that are started again. */
  readonly tls?: Tls;
  /** How long before its end a token is said to be about to expire. 30 s by default. */
  readonly tokenWarningMs?: number;
}

const HOST = '127.0.0.1';
const DEFAULT_APP_ID = 'ca11e1e3e47500000000000000000001';
const DEFAULT_APP_KEY = 'demo#calls';
/** Where the SDKs look for Agora, and for Easemob. */
const DOMAINS = ['agora.io', 'easemob.com', 'sd-rtn.com', 'rtnsvc.com', 'rtesvc.com'];

type Secret = 'certificate' | 'clientSecret';

/** Running emulators. */
export interface Emulators {
  readonly appId: string;
  readonly appKey: string;
  /** `http`: what app servers use, such as for Easemob's REST at `http://127.0.0.1:<http>`. The same as on `tcp`, without TLS and WebSockets. */
  readonly ports: { readonly tcp: number; readonly http: number; readonly udp: number };
  /** Base64 of the SHA-256 of the TLS certificate's public key. */
  readonly spki: string;
  /** With these the unmodified SDKs find the emulators, and nothing else of Agora or Easemob. */
  readonly chromiumFlags: readonly string[];
  /** For `startEmulators`, once these are closed: the same ports, app and TLS certificate. */
  readonly options: Required<Omit<EmulatorsOptions, Secret>> & Pick<EmulatorsOptions, Secret>;
  readonly tokens: TokenBuilder;
  /** The time that clients are told. */
  readonly clock: ServerClock;
  readonly rtm: RtmService;
  readonly rtc: RtcService;
  readonly easemob: EasemobService;
  /** Takes back what a test has set and done here: faults of all services, policies, time, users without an SDK. For between tests. */
  heal(): void;
  /** Resets all connections, and forgets everything. */
  close(): Promise<void>;
}

export async function startEmulators(options: EmulatorsOptions = {}): Promise<Emulators> {
  const { appId = DEFAULT_APP_ID, appKey = DEFAULT_APP_KEY, certificate, clientSecret, tokenWarningMs = 30_000 } = options;
  checkHex('app id', appId);
  checkAppKey(appKey);
  if (certificate !== undefined) checkHex('certificate', certificate);
  const tls = options.tls ?? (await createTls(HOST));
  const port = await Port.open({ tls, host: HOST, port: options.port ?? 0, httpPort: options.httpPort ?? 0 });
  const clock = new ServerClock();
  const verifier = new Tokens(appId, certificate);
  const common = { appId, appKey, clientSecret, host: HOST, port: port.number, udpPort: options.udpPort ?? 0, tokens: verifier, tokenWarningMs, clock };
  const { rtm, rtc, easemob } = await openServices(port, common);

  const ports = { tcp: port.number, http: port.httpNumber, udp: rtc.udpPort };
  const tokens = new TokenBuilder(appId, certificate);
  return {
    appId,
    appKey,
    ports,
    spki: spkiHash(tls),
    chromiumFlags: chromiumFlags(ports.tcp, spkiHash(tls)),
    options: { appId, appKey, certificate, clientSecret, tls, tokenWarningMs, port: ports.tcp, httpPort: ports.http, udpPort: ports.udp },
    tokens,
    clock,
    rtm,
    rtc,
    easemob,
    heal() {
      rtm.heal();
      rtc.heal();
      easemob.heal();
      clock.skewMs = 0;
    },
    async close() {
      await port.close();
      await Promise.all([rtm.close(), rtc.close(), easemob.close()]);
    },
  };
}

async function openServices(port: Port, common: Omit<ServiceContext, 'sockets'>): Promise<Pick<Emulators, 'rtm' | 'rtc' | 'easemob'>> {
  const sockets = { rtm: new Sockets(), rtc: new Sockets(), easemob: new Sockets() };
  try {
    const rtm = createRtm({ ...common, sockets: sockets.rtm });
    const rtc = await createRtc({ ...common, sockets: sockets.rtc });
    const easemob = createEasemob({ ...common, sockets: sockets.easemob });
    port.serve([
      { service: rtm, sockets: sockets.rtm },
      { service: rtc, sockets: sockets.rtc },
      { service: easemob, sockets: sockets.easemob },
      { service: new Telemetry(), sockets: new Sockets() },
    ]);
    return { rtm, rtc, easemob };
  } catch (error) {
    // The UDP port is taken.
    await port.close();
    throw error;
  }
}

function chromiumFlags(port: number, spki: string): string[] {
  const rules = DOMAINS.map((domain) => `MAP *.${domain} ${HOST}:${port}`);
  return [
    `--host-resolver-rules=${rules.join(',')}`,
    `--ignore-certificate-errors-spki-list=${spki}`,
    // Without it, media finds no path on a machine that has no other network.
    '--allow-loopback-in-peer-connection',
  ];
}

function checkAppKey(appKey: string): void {
  if (!/^[^#/]+#[^#/]+$/.test(appKey)) throw new Error(`The app key "${appKey}" is none: those are an organization and an app, as in org#app.`);
}

function checkHex(name: string, value: string): void {
  if (!/^[0-9a-f]{32}$/i.test(value)) throw new Error(`The ${name} "${value}" is none: those are 32 hexadecimal digits.`);
}
