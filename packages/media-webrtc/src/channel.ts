import type { Json } from '@call-elements/core';
import { after } from './timer.ts';

// Long enough for a hang-up to leave on any connection that works; nobody waits for one that does not.
const DRAIN_MS = 100;

export interface ChannelEvents {
  told(payload: Json): void;
  /** The peer closed its connection: known here 3 to 6 ms later, while ICE needs 5 s to miss it (web-mapping C6). */
  quit(): void;
}

/** The data channel between the two sides. Negotiated by number, so neither side waits for the other to announce it. */
export class Channel {
  #channel: RTCDataChannel;

  constructor(pc: RTCPeerConnection, signal: AbortSignal, events: ChannelEvents) {
    this.#channel = pc.createDataChannel('call', { negotiated: true, id: 0 });
    this.#channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const payload = parse(data);
      if (payload !== undefined) events.told(payload);
    }, { signal });
    this.#channel.addEventListener('close', () => events.quit(), { signal });
  }

  tell(payload: Json): boolean {
    if (this.#channel.readyState !== 'open') return false;
    try {
      this.#channel.send(JSON.stringify(payload));
      return true;
    } catch {
      // Too large, or closing just now: the caller has signalling to fall back on.
      return false;
    }
  }

  /** Undefined when nothing waits to leave: the caller then closes in the same turn, the last one that a page being hidden gets. */
  drained(): Promise<void> | undefined {
    const channel = this.#channel;
    if (channel.readyState !== 'open' || channel.bufferedAmount === 0) return undefined;
    const over = new AbortController();
    return new Promise<void>((resolve) => {
      after(DRAIN_MS, over.signal, resolve);
      channel.addEventListener('bufferedamountlow', () => resolve(), { signal: over.signal });
      channel.addEventListener('close', () => resolve(), { signal: over.signal });
    }).finally(() => over.abort());
  }
}

function parse(data: unknown): Json | undefined {
  try {
    return typeof data === 'string' ? (JSON.parse(data) as Json) : undefined;
  } catch {
    return undefined;
  }
}
