import { createHmac, timingSafeEqual } from 'node:crypto';

/** What the access point tells the edge about a login, through the client. */
export interface Ticket {
  readonly userId: string;
  /** With which it was got; the edge judges it again. */
  readonly token?: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
}

/** Signs tickets and reads them. The key follows from the app, so a restarted edge takes those of the one before, as clients expect. */
export class Tickets {
  readonly #key: string;

  constructor(appId: string) {
    this.#key = `ticket of ${appId}`;
  }

  /** In base64: the SDK decodes it, and hangs on anything else. */
  write(ticket: Ticket): string {
    const claims = JSON.stringify(ticket);
    return Buffer.concat([this.#sign(claims), Buffer.from(claims)]).toString('base64');
  }

  /** Undefined for what was not written here. */
  read(text: string): Ticket | undefined {
    const data = Buffer.from(text, 'base64');
    const claims = data.subarray(32).toString();
    if (data.length < 33 || !timingSafeEqual(data.subarray(0, 32), this.#sign(claims))) return undefined;
    return JSON.parse(claims) as Ticket;
  }

  #sign(claims: string): Buffer {
    return createHmac('sha256', this.#key).update(claims).digest();
  }
}
