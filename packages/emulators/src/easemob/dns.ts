import { json, outage } from '../answers.ts';
import type { RestState } from './faults.ts';
import type { Answer, NoAnswer, Request } from '../service.ts';

export const DOMAIN = 'easemob.com';
/** Of a login of the SDK whose app has no servers of its own. */
const PATH = '/easemob/server.json?';
/** `protocol` is that of REST; WebSockets have what belongs to it. Without a port it is that of the protocol, which leads here. */
const at = (name: string): object => ({ hosts: [{ protocol: 'https', domain: `${name}.${DOMAIN}`, port: 443 }] });

/** Tells the SDK where REST and the edge are. */
export class Dns {
  state: RestState = 'up';
  readonly #appKey: string;

  constructor(appKey: string) {
    this.#appKey = appKey;
  }

  answer({ method, path }: Request): Answer | NoAnswer | undefined {
    if (method !== 'GET' || !path.startsWith(PATH)) return undefined;
    const servers = { app_key: this.#appKey, enableReportLogs: 'false', enableDataReport: 'false', rest: at('a1'), 'msync-wx': at('im-api-v2') };
    return outage(this.state) ?? json(servers);
  }
}
