import type { Answer, Request, Service } from './service.ts';

/** Where the SDKs report what they do. Everything is taken and thrown away. */
export class Telemetry implements Service {
  answer({ path }: Request): Answer | undefined {
    // Anything else than this text, and the RTC SDK queues its log again for ever.
    if (path.startsWith('/upload/')) return { status: 200, body: 'OK' };
    if (path.startsWith('/events/')) return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"code":0}' };
    return undefined;
  }

  accept(): boolean {
    return false;
  }

  async close(): Promise<void> {}
}
