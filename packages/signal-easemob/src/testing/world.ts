import { emulatorsInfo, onEmulators } from '@call-elements/emulators/page';
import { createEasemobSignal } from '../index.ts';
import type { EasemobConnection, EasemobOptions, EasemobSignalClient } from '../index.ts';
import { loadSdk } from '../sdk.ts';
import { Witness } from '@call-elements/testing';

export interface Caller {
  readonly userId: string;
  readonly client: EasemobSignalClient;
  readonly witness: Witness;
}

let users = 0;

/** The real SDK on the emulators, for the tests of one suite. Between tests everything is undone. */
export class World {
  readonly #clients: EasemobSignalClient[] = [];
  readonly #connections: EasemobConnection[] = [];

  constructor() {
    afterEach(async () => {
      await Promise.all(this.#clients.splice(0).map((client) => client.disconnect()));
      for (const connection of this.#connections.splice(0)) connection.close();
      await onEmulators('easemob.heal');
    });
  }

  /** A client of a user that no other test has; with a token, unless the options say otherwise. */
  async create(name: string, options: Partial<EasemobOptions> = {}): Promise<Caller> {
    const userId = options.userId ?? this.name(name);
    const client = createEasemobSignal({ appKey: (await emulatorsInfo()).appKey, token: () => this.token(userId), ...options, userId });
    this.#clients.push(client);
    return { userId, client, witness: new Witness(client) };
  }

  name(name: string): string {
    return `${name}.${(users += 1)}`;
  }

  async online(name: string, options: Partial<EasemobOptions> = {}): Promise<Caller> {
    const caller = await this.create(name, options);
    await caller.client.connect();
    return caller;
  }

  /** Until `easemob.sockets.heal`. */
  async cutOff(userId: string): Promise<void> {
    await onEmulators('easemob.sockets.refuse', userId);
    await onEmulators('easemob.sockets.cut', userId);
  }

  /** A connection that the page makes itself, not logged in. */
  async ownConnection(options: object = {}): Promise<EasemobConnection> {
    const { connection: Connection, logger } = await loadSdk();
    logger.disableAll();
    const connection = new Connection({ appKey: (await emulatorsInfo()).appKey, https: true, isFixedDeviceId: false, deviceId: `page-${(users += 1)}`, ...options });
    this.#connections.push(connection);
    return connection;
  }

  /** Another one each time. */
  token(userId: string, expiresIn?: number): Promise<string> {
    return onEmulators('easemob.tokenFor', userId, expiresIn === undefined ? {} : { expiresIn });
  }
}
