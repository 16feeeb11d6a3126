/// <reference types="mocha" />
import { expect } from 'chai';
import type { SignalClient, SignalListener, SignalState } from '@call-elements/core';

/** A service and the clients on it, made anew for every test. */
export interface SignalWorld {
  /** A client of this user, not connected. Several of one user are several devices of that user. */
  createClient(userId: string): SignalClient | Promise<SignalClient>;
  /** Ends a client as a crash of its page does: without a word. Needed with `reportsPeerGone`. */
  crash?(client: SignalClient): void | Promise<void>;
  /** Must also clear up after clients that are still connected. */
  dispose(): void | Promise<void>;
}

/** What the backend can do beyond the MUSTs. All false by default. */
export interface SignalTraits {
  /** `sendMessage` to a user who is not there rejects with `peerOffline`. */
  readonly knowsPresence?: boolean;
  /** `onPeerGone` is reported. */
  readonly reportsPeerGone?: boolean;
  /** A user may be connected several times, and every one of them hears. */
  readonly severalDevices?: boolean;
  /** User ids that the backend accepts, three different ones. Default: alice, bob, carol. */
  readonly userIds?: readonly [string, string, string];
}

/** Almost the 32 KB that the engine sends at most, and RTM takes. */
const LONG = 'Ünïcödé 通话 📞 '.repeat(1_360);
const TEXTS = [' ', 'plain', '{"a":[1,"x",null]}', 'tab\tnewline\nquote"backslash\\', '通话 📞👩‍👩‍👧 é é \u202e', LONG];

interface Heard {
  text: string;
  from: string;
}

/** Notes what a client hears, and lets a test wait for it. */
class Ear implements SignalListener {
  readonly messages: Heard[] = [];
  readonly states: SignalState[] = [];
  readonly gone: string[] = [];
  #waiting: (() => void)[] = [];

  onMessageReceive(text: string, sender: { userId: string }): void {
    this.messages.push({ text, from: sender.userId });
    this.#wake();
  }

  onStateChange(state: SignalState): void {
    this.states.push(state);
    this.#wake();
  }

  onPeerGone(userId: string, device?: string): void {
    this.gone.push(device === undefined ? userId : `${userId}/${device}`);
    this.#wake();
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  heard(text: string): Promise<void> {
    return this.until(() => this.messages.some((message) => message.text === text));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'resolved';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

/**
 * The suite that every `SignalClient` has to pass: the MUSTs on the interface, one test each. For mocha, in Node and in browsers.
 *
 * Clients are asked for nothing but the interface, so they may live in another frame or page.
 */
export function signalConformance(name: string, makeWorld: () => SignalWorld | Promise<SignalWorld>, traits: SignalTraits = {}): void {
  const [alice, bob, carol] = traits.userIds ?? ['alice', 'bob', 'carol'];
  let world: SignalWorld;

  async function connected(userId: string): Promise<{ client: SignalClient; ear: Ear }> {
    const client = await world.createClient(userId);
    const ear = new Ear();
    client.addListener(ear);
    await client.connect();
    return { client, ear };
  }

  /** Whatever was on its way has arrived: a later message of the same sender has, elsewhere. */
  async function settle(sender: SignalClient): Promise<void> {
    const { client, ear } = await connected(carol);
    await sender.sendMessage(carol, 'settled');
    await ear.heard('settled');
    await client.disconnect();
  }

  describe(`${name}: the contract of SignalClient`, () => {
    beforeEach(async () => {
      world = await makeWorld();
    });
    afterEach(() => world.dispose());

    connectionTests();
    messageTests();
    listenerTests();
    if (traits.severalDevices) deviceTests();
    if (traits.knowsPresence) presenceTests();
    if (traits.reportsPeerGone) goneTests();
  });

  function connectionTests(): void {
    it('goes online and offline, and says so', async () => {
      const client = await world.createClient(alice);
      const seen: [SignalState, SignalState][] = [];
      client.addListener({ onStateChange: (state) => void seen.push([state, client.state]) });
      expect(client.state).to.equal('offline');
      await client.connect();
      expect(client.state).to.equal('online');
      await client.disconnect();
      expect(client.state).to.equal('offline');
      for (const [told, state] of seen) expect(told, 'what listeners are told is the state').to.equal(state);
      const states = seen.map(([told]) => told).filter((state) => state !== 'connecting');
      expect(states).to.deep.equal(['online', 'offline']);
    });

    it('connects once, however often it is asked', async () => {
      const { client, ear } = await connected(bob);
      await Promise.all([client.connect(), client.connect()]);
      expect(ear.states.filter((state) => state === 'online')).to.have.length(1);
      const { client: sender } = await connected(alice);
      await sender.sendMessage(bob, 'once');
      await ear.heard('once');
      await settle(sender);
      expect(ear.messages).to.have.length(1);
    });

    it('makes one connection of two connects at a time', async () => {
      const client = await world.createClient(alice);
      const ear = new Ear();
      client.addListener(ear);
      await Promise.all([client.connect(), client.connect()]);
      expect(client.state).to.equal('online');
      expect(ear.states.filter((state) => state === 'online')).to.have.length(1);
    });

    it('does nothing on disconnect while offline', async () => {
      const client = await world.createClient(alice);
      const ear = new Ear();
      client.addListener(ear);
      await client.disconnect();
      await client.connect();
      await Promise.all([client.disconnect(), client.disconnect()]);
      await client.disconnect();
      expect(ear.states.filter((state) => state === 'offline')).to.have.length(1);
    });

    it('is offline after a disconnect that overtakes connect', async () => {
      const { client: sender } = await connected(alice);
      const client = await world.createClient(bob);
      const ear = new Ear();
      client.addListener(ear);
      const connecting = client.connect().catch(() => {});
      await client.disconnect();
      await connecting;
      expect(client.state).to.equal('offline');
      await sender.sendMessage(bob, 'too late').catch(() => {});
      await settle(sender);
      expect(ear.messages).to.deep.equal([]);
    });

    it('can be used again after disconnect, by the same listeners', async () => {
      const { client, ear } = await connected(bob);
      const { client: peer, ear: peerEar } = await connected(alice);
      await client.disconnect();
      await client.connect();
      expect(client.state).to.equal('online');
      await peer.sendMessage(bob, 'welcome back');
      await ear.heard('welcome back');
      await client.sendMessage(alice, 'thanks');
      await peerEar.heard('thanks');
    });
  }

  function messageTests(): void {
    it('delivers every text unaltered, to the addressee alone, with the sender', async () => {
      const { client: sender, ear: senderEar } = await connected(alice);
      const { ear } = await connected(bob);
      const { ear: other } = await connected(carol);
      for (const text of TEXTS) {
        await sender.sendMessage(bob, text);
        await ear.heard(text);
      }
      expect(ear.messages).to.deep.equal(TEXTS.map((text) => ({ text, from: alice })));
      await sender.sendMessage(carol, 'last');
      await other.heard('last');
      expect(other.messages).to.deep.equal([{ text: 'last', from: alice }]);
      expect(senderEar.messages).to.deep.equal([]);
    });

    it('takes the sender from the service, whatever the text claims', async () => {
      const { client: sender } = await connected(alice);
      const { ear } = await connected(bob);
      const claim = JSON.stringify({ fromUserId: carol, from: carol, userId: carol, publisher: carol, sender: { userId: carol } });
      await sender.sendMessage(bob, claim);
      await ear.heard(claim);
      expect(ear.messages[0]!.from).to.equal(alice);
    });

    it('never calls a listener from inside sendMessage', async () => {
      const { client: sender } = await connected(alice);
      const { client: receiver, ear } = await connected(bob);
      let sending = false;
      const nested: string[] = [];
      const watch = (user: string): SignalListener => ({ onMessageReceive: () => void (sending && nested.push(user)) });
      sender.addListener(watch(alice));
      receiver.addListener(watch(bob));
      sending = true;
      const sent = sender.sendMessage(bob, 'hello');
      sending = false;
      await sent;
      await ear.heard('hello');
      expect(nested).to.deep.equal([]);
    });

    it('lets a listener answer at once', async () => {
      const { client: sender, ear } = await connected(alice);
      const { client: receiver } = await connected(bob);
      receiver.addListener({ onMessageReceive: (text, { userId }) => void receiver.sendMessage(userId, `re: ${text}`).catch(() => {}) });
      await sender.sendMessage(bob, 'hello');
      await ear.heard('re: hello');
      expect(ear.messages).to.deep.equal([{ text: 're: hello', from: bob }]);
    });

    it('rejects sendMessage with signalNotReady before connect and after disconnect, and never throws', async () => {
      const client = await world.createClient(alice);
      await connected(bob);
      const send = (): Promise<void> => {
        let sent: Promise<void> | undefined;
        expect(() => (sent = client.sendMessage(bob, 'hello'))).not.to.throw();
        return sent!;
      };
      expect(await codeOf(send())).to.equal('signalNotReady');
      await client.connect();
      expect(await codeOf(send())).to.equal('resolved');
      await client.disconnect();
      expect(await codeOf(send())).to.equal('signalNotReady');
    });

    it('delivers nothing before connect and nothing after disconnect', async () => {
      const { client: sender } = await connected(alice);
      const client = await world.createClient(bob);
      const ear = new Ear();
      client.addListener(ear);
      await sender.sendMessage(bob, 'before').catch(() => {});
      await settle(sender);
      expect(ear.messages, 'before connect').to.deep.equal([]);
      await client.connect();
      const underWay = sender.sendMessage(bob, 'under way').catch(() => {});
      const leaving = client.disconnect();
      ear.messages.length = 0;
      await Promise.all([underWay, leaving]);
      await sender.sendMessage(bob, 'after').catch(() => {});
      await settle(sender);
      expect(ear.messages, 'after disconnect').to.deep.equal([]);
    });
  }

  function listenerTests(): void {
    it('calls a listener once that was added twice, and none that was removed', async () => {
      const { client: sender } = await connected(alice);
      const { client, ear } = await connected(bob);
      const removed = new Ear();
      client.addListener(ear);
      client.addListener(removed);
      client.removeListener(removed);
      await sender.sendMessage(bob, 'hello');
      await ear.heard('hello');
      expect(ear.messages).to.have.length(1);
      expect(removed.messages).to.have.length(0);
    });

    it('tells the other listeners when one throws', async () => {
      const { client: sender } = await connected(alice);
      const client = await world.createClient(bob);
      const calls: string[] = [];
      const fail = (what: string): never => {
        calls.push(what);
        throw new Error('a listener that throws');
      };
      client.addListener({ onMessageReceive: () => fail('message'), onStateChange: () => fail('state') });
      const ear = new Ear();
      client.addListener(ear);
      await client.connect();
      await sender.sendMessage(bob, 'hello');
      await ear.heard('hello');
      await ear.until(() => ear.states.includes('online'));
      expect(calls).to.include.members(['message', 'state']);
    });
  }

  function deviceTests(): void {
    it('reaches every device of a user, each under a name of its own', async () => {
      const { client: sender } = await connected(alice);
      const first = await connected(bob);
      const second = await connected(bob);
      await sender.sendMessage(bob, 'hello');
      await Promise.all([first.ear.heard('hello'), second.ear.heard('hello')]);
      if (first.client.device !== undefined) expect(first.client.device).not.to.equal(second.client.device);
    });
  }

  function presenceTests(): void {
    it('rejects sendMessage with peerOffline when nobody is there, before, after and instead', async () => {
      const { client: sender } = await connected(alice);
      expect(await codeOf(sender.sendMessage(bob, 'hello')), 'never there').to.equal('peerOffline');
      const { client: peer } = await connected(bob);
      expect(await codeOf(sender.sendMessage(bob, 'hello')), 'there').to.equal('resolved');
      await peer.disconnect();
      expect(await codeOf(sender.sendMessage(bob, 'hello')), 'gone').to.equal('peerOffline');
    });
  }

  function goneTests(): void {
    const crash = async (client: SignalClient): Promise<void> => {
      if (!world.crash) throw new Error('a world whose clients report onPeerGone needs crash()');
      await world.crash(client);
    };

    for (const contact of ['sent to', 'heard from'] as const) {
      it(`reports the crash of a peer that it has ${contact}`, async () => {
        const { client, ear } = await connected(alice);
        const { client: peer, ear: peerEar } = await connected(bob);
        const device = peer.device;
        await (contact === 'sent to' ? client.sendMessage(bob, 'hello') : peer.sendMessage(alice, 'hello'));
        await (contact === 'sent to' ? peerEar : ear).heard('hello');
        await crash(peer);
        await ear.until(() => ear.gone.includes(bob));
        expect(ear.gone).to.deep.equal(device === undefined ? [bob] : [`${bob}/${device}`, bob]);
      });
    }

    it('reports nobody who is there, and no user as long as a device is left', async () => {
      const { client, ear } = await connected(alice);
      const first = await connected(bob);
      const second = await connected(bob);
      const firstDevice = first.client.device;
      if (firstDevice === undefined) return;
      await client.sendMessage(bob, 'hello');
      await Promise.all([first.ear.heard('hello'), second.ear.heard('hello')]);
      expect(ear.gone).to.deep.equal([]);
      await crash(first.client);
      await ear.until(() => ear.gone.length > 0);
      await second.client.sendMessage(alice, 'still here');
      await ear.heard('still here');
      expect(ear.gone).to.deep.equal([`${bob}/${firstDevice}`]);
    });

    it('reports nothing after disconnect', async () => {
      const { client, ear } = await connected(alice);
      const { client: peer } = await connected(bob);
      const { client: witness, ear: witnessEar } = await connected(carol);
      await client.sendMessage(bob, 'hello');
      await witness.sendMessage(bob, 'hello');
      await client.disconnect();
      await crash(peer);
      await witnessEar.until(() => witnessEar.gone.includes(bob));
      expect(ear.gone).to.deep.equal([]);
    });
  }
}
