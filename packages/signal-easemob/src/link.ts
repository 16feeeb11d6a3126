import { randomId } from '@call-elements/core';
import type { EasemobChat } from 'easemob-websdk';
import type { Credential } from './credentials.ts';
import { EASEMOB, numberOf } from './errors.ts';
import type { Sdk } from './sdk.ts';

/** What is used of the SDK's connection. A page's own is one. */
export type EasemobConnection = Pick<
  EasemobChat.Connection,
  'open' | 'close' | 'isOpened' | 'onShow' | 'send' | 'renewToken' | 'addEventHandler' | 'removeEventHandler' | 'context'
> & {
  registerUser(account: { username: string; password: string }): Promise<unknown>;
};

/** What happens to a connection that was made. */
export interface LinkListener {
  onConnected(): void;
  onReconnecting(): void;
  /** The SDK goes on, whatever it is. */
  onError(error: unknown): void;
  /** The SDK has given up; without an error somebody closed it. */
  onClosed(error?: unknown): void;
  onTokenWillExpire(): void;
  onTokenExpired(): void;
}

/** One connection object for one login, heard until it is dropped. What the SDK still does with it after that is nobody's concern. */
export class Link {
  readonly connection: EasemobConnection;
  readonly #id = `call-elements ${randomId()}`;
  readonly #ours: boolean;
  /** From the beginning of a login until it succeeds: what open() rejects with says more than the events around it. */
  #deaf = false;
  #dropped = false;

  /** `ours`: nobody else has it, and it is closed when it is dropped. */
  constructor(connection: EasemobConnection, ours: boolean, listener: LinkListener) {
    this.connection = connection;
    this.#ours = ours;
    const lost = (): void => {
      forgetPulls(connection);
      listener.onReconnecting();
    };
    const unlessDeaf = (report: (error?: unknown) => void) => (error?: unknown) => void (this.#deaf || report(error));
    connection.addEventHandler(this.#id, {
      onConnected: () => {
        this.#deaf = false;
        listener.onConnected();
      },
      onReconnecting: lost,
      // The SDK closes the socket, and may hear of its end only when the network is back. The first connection of a page alone says so.
      onOffline: lost,
      onError: unlessDeaf((error) => listener.onError(error)),
      onDisconnected: unlessDeaf((error) => listener.onClosed(error)),
      onTokenWillExpire: () => listener.onTokenWillExpire(),
      onTokenExpired: () => listener.onTokenExpired(),
    });
  }

  async logIn(user: string, credential: Credential): Promise<void> {
    this.#deaf = true;
    await this.connection.open('token' in credential ? { user, accessToken: credential.token } : { user, pwd: credential.password });
    // close() does not stop a login whose token is still being fetched.
    if (this.#dropped) this.#close();
  }

  drop(): void {
    if (this.#dropped) return;
    this.#dropped = true;
    this.connection.removeEventHandler(this.#id);
    this.#close();
  }

  #close(): void {
    if (this.#ours) this.connection.close();
  }
}

/**
 * The SDK fetches messages of one sender at a time, and remembers across sockets which are due. A socket that ends during a fetch would
 * leave it waiting for ever, deaf to everybody, unless the service happens to have kept something for it.
 */
function forgetPulls(connection: EasemobConnection & { _queues?: unknown[] }): void {
  connection._queues?.splice(0);
}

/** Whether a connection is logged in, which it does not say. A message for nobody goes nowhere: it is refused for that, or before that for want of a login. */
export async function isLoggedIn(connection: EasemobConnection, { message }: Sdk): Promise<boolean> {
  if (!connection.isOpened()) return false;
  try {
    await connection.send(message.create({ type: 'cmd', chatType: 'singleChat', to: '', action: '' }));
    return true;
  } catch (error) {
    return numberOf(error) !== EASEMOB.notLoggedIn;
  }
}
