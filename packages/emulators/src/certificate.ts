import { createHash, X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

/** A certificate that browsers are told to trust by the hash of its key: `--ignore-certificate-errors-spki-list`. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

const NAMES = ['*.agora.io', '*.edge.agora.io', '*.sd-rtn.com', '*.edge.sd-rtn.com', '*.easemob.com', 'localhost', '*.localhost'];

export async function createTls(host: string): Promise<Tls> {
  const altNames = [...NAMES.map((value) => ({ type: 2 as const, value })), { type: 7 as const, ip: host }];
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Call Elements emulators' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { cert, key };
}

/** Of the public key, as Chromium's flag wants it. */
export function spkiHash({ cert }: Tls): string {
  const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64');
}
