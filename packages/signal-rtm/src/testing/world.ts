import type { RTMClient } from 'agora-rtm-sdk';
import { emulatorsInfo, onEmulators, setOnEmulators } from '@call-elements/emulators/page';
import { createRtmSignal } from '../index.ts';
import type { RtmOptions, RtmSignalClient } from '../index.ts';
import { loadSdk } from '../sdk.ts';
import { Witness } from '@call-elements/testing';

/** Any will do: the emulators of browser tests verify no tokens, but the SDK wants to see one of this app. */
const CERTIFICATE = 'fedcba9876543210fedcba9876543210';

export interface Caller {
  readonly userId: string;
  readonly client: RtmSignalClient;
  readonly witness: Witness;
}

let users = 0;

/** The real SDK on the emulators, for the tests of one suite. Between tests everything is undone. */
export class World {
  readonly #clients: RtmSignalClient[] = [];
  readonly #rtms: RTMClient[] = [];

  constructor() {
    afterEach(async () => {
      await onEmulators('rtm.sockets.heal');
      await onEmulators('rtm.messages.clear');
      await setOnEmulators('rtm.accessPoint', 'up');
      await setOnEmulators('rtm.joinCode', undefined);
      await Promise.all([...this.#clients.splice(0).map((client) => client.disconnect()), ...this.#rtms.splice(0).map((rtm) => rtm.logout())]);
    });
  }

  /** A client of a user that no other test has. */
  async create(name: string, options: Partial<RtmOptions> = {}): Promise<Caller> {
    const userId = options.userId ?? this.name(name);
    const client = createRtmSignal({ appId: (await emulatorsInfo()).appId, ...options, userId });
    this.#clients.push(client);
    return { userId, client, witness: new Witness(client) };
  }

  name(name: string): string {
    return `${name} ${(users += 1)}`;
  }

  async online(name: string, options: Partial<RtmOptions> = {}): Promise<Caller> {
    const caller = await this.create(name, options);
    await caller.client.connect();
    return caller;
  }

  /** Until `rtm.sockets.heal`. Not just cut: a login's second socket, still on its way, would carry on alone. */
  async cutOff(userId: string): Promise<void> {
    await onEmulators('rtm.sockets.refuse', userId);
    await onEmulators('rtm.sockets.cut', userId);
  }

  /** A client that the page makes itself, not logged in. */
  async ownRtm(userId: string): Promise<RTMClient> {
    const { RTM } = await loadSdk();
    const rtm = new RTM((await emulatorsInfo()).appId, userId, { logLevel: 'none' });
    this.#rtms.push(rtm);
    return rtm;
  }

  /** Another one each time. */
  token(userId: string): Promise<string> {
    return onEmulators('tokens.rtm', userId, { certificate: CERTIFICATE, expiresIn: 3600 + (users += 1) });
  }
}
