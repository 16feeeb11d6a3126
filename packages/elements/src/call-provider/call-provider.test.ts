import { CallError } from '@call-elements/core';
import type { CallInfo, CallListener } from '@call-elements/core';
import { expect } from 'chai';
import type { CallProvider } from './call-provider.ts';
import type { FakeClient } from '../testing/fake-client.ts';
import { fakeCall } from '../testing/fake-client.ts';
import { mount, next, settled, unmountAll, until } from '../testing/mount.ts';
import { TestProvider, built, catchConsoleErrors, failNextSignIn, readyProvider } from '../testing/test-provider.ts';

describe('call-provider', () => {
  beforeEach(() => {
    built.length = 0;
  });
  afterEach(async () => {
    unmountAll();
    // What is removed signs out in the next task.
    await new Promise((resolve) => setTimeout(resolve));
  });

  const listener = (client: FakeClient): CallListener => [...client.listeners][0]!;

  describe('building', () => {
    it('reads all attributes, connects, prepares and provides', async () => {
      const provider = await readyProvider(
        'user-id="alice" app="shop" app-id="id" app-key="org#app" interop="callapi" call-timeout="9000" early-media="warm" first-frame-wait-disabled send-push-if-offline offline-message-text="Ring"',
      );
      const { client, options, log } = built[0]!;
      expect(options).to.include({ userId: 'alice', app: 'shop', appId: 'id', appKey: 'org#app', interop: 'callapi' });
      expect(log).to.deep.equal(['connect']);
      expect(client.calls).to.deep.equal([['prepareForCall', { callTimeout: 9000, earlyMedia: 'warm', firstFrameWaitDisabled: true, sendPushIfOffline: true, offlineMessageText: 'Ring', userExtension: undefined }]]);
      expect(provider.querySelector('call-status')!.client).to.equal(client);
      expect(built.length).to.equal(1);
    });

    it('hands more options to the signalling adapter', async () => {
      const provider = mount<TestProvider>('<test-provider signal="fake" media="fake"></test-provider>');
      Object.assign(provider, { signalOptions: { password: 'secret', url: 'wss://chat.example/ws' }, userId: 'alice' });
      await provider.ready;
      expect(built[0]!.options).to.include({ password: 'secret', url: 'wss://chat.example/ws' });
    });

    it('has the page tell a callee who is not there, by what its function is then, else the service', async () => {
      const pushes: string[] = [];
      const provider = await readyProvider();
      const push = { userId: 'bob', text: 'Ring', call: fakeCall() };
      built[0]!.config!.signal.sendPush = async (userId, text) => void pushes.push(`service, ${userId}: ${text}`);
      await built[0]!.config!.sendPush!(push);
      provider.sendPush = ({ userId, text }) => void pushes.push(`page, ${userId}: ${text}`);
      await built[0]!.config!.sendPush!(push);
      expect(pushes).to.deep.equal(['service, bob: Ring', 'page, bob: Ring']);
    });

    it('waits for a user id without a word', async () => {
      const { errors, restore } = catchConsoleErrors();
      const provider = mount<TestProvider>('<test-provider signal="fake" media="fake"></test-provider>');
      await settled(provider);
      expect(provider.client).to.equal(undefined);
      provider.userId = 'alice';
      expect((await provider.ready).userId).to.equal('alice');
      restore();
      expect(errors).to.deep.equal([]);
    });

    it('takes properties that were set before the upgrade', async () => {
      const early = document.createElement('early-provider') as CallProvider;
      Object.assign(early, { userId: 'early', signal: 'fake', media: 'fake', resolveUser: () => ({ name: 'Early Bird' }) });
      document.body.append(early);
      customElements.define('early-provider', class extends TestProvider {});
      expect((await early.ready).userId).to.equal('early');
      expect(early.scope.person('x').name).to.equal('Early Bird');
      early.remove();
    });

    it('tries again when signing in fails, and says so', async () => {
      failNextSignIn(new CallError('signalFailed', 'no network'));
      const provider = mount<TestProvider>('<test-provider signal="fake" media="fake" user-id="alice"></test-provider>');
      const { error } = await next<Event & { error: CallError }>(provider, 'call-error');
      expect(error.code).to.equal('signalFailed');
      await provider.ready;
      expect(built[0]!.log).to.deep.equal(['connect', 'connect']);
    });

    it('fetches the SDK at idle, on the ring, or not, as told', async () => {
      await readyProvider('user-id="idle" preload="idle"');
      await until(() => built[0]!.log.includes('warmUp'));
      await readyProvider('user-id="ring"');
      expect(built[1]!.log).not.to.include('warmUp');
      built[1]!.client.in('calling');
      await until(() => built[1]!.log.includes('warmUp'));
      await readyProvider('user-id="none" preload="none"');
      const { client } = built[2]!;
      client.in('calling');
      // A second ring of the other provider is how long one has to wait to see that this one fetches nothing.
      built[1]!.client.in('calling', { callId: 'call-2' });
      await until(() => built[1]!.log.filter((entry) => entry === 'warmUp').length === 2);
      expect(built[2]!.log).not.to.include('warmUp');
    });
  });

  describe('events', () => {
    it('asks before it rings: a cancelled call-incoming is a busy', async () => {
      const provider = await readyProvider();
      const { shouldRing } = listener(built[0]!.client);
      const call = fakeCall({ direction: 'incoming' });
      const seen: CallInfo[] = [];
      provider.addEventListener('call-incoming', (event) => seen.push(event.call));
      expect(shouldRing!(call)).to.equal(true);
      document.addEventListener('call-incoming', (event) => event.preventDefault(), { once: true });
      expect(shouldRing!(call)).to.equal(false);
      expect(seen).to.deep.equal([call, call]);
    });

    it('passes on what the client reports', async () => {
      const provider = await readyProvider();
      const heard: string[] = [];
      for (const type of ['call-state-change', 'call-connected', 'call-disconnected', 'call-remote-offline', 'call-error']) document.addEventListener(type, (event) => heard.push(event.type), { once: true });
      const told = listener(built[0]!.client);
      told.onCallStateChanged!('calling', 'localVideoCall', '', { callId: 'x' });
      const info = { callId: 'x', roomId: 'r', currentUserId: 'alice', timestamp: 0 };
      told.onCallConnected!({ ...info, callUserId: 'alice' });
      told.onCallDisconnected!({ ...info, hangupUserId: 'alice', duration: 1 });
      told.onCallRemoteOffline!(fakeCall());
      told.onCallError!(new CallError('deviceFailed', ''));
      expect(heard).to.deep.equal(['call-state-change', 'call-connected', 'call-disconnected', 'call-remote-offline', 'call-error']);
      expect(provider.isConnected).to.equal(true);
    });
  });

  describe('living', () => {
    it('W-14: signs out when removed, and not when moved', async () => {
      const provider = await readyProvider();
      const { client, log } = built[0]!;
      mount('<div></div>').append(provider);
      await new Promise((resolve) => setTimeout(resolve));
      expect(client.asked).not.to.include('deinitialize');
      expect(provider.client).to.equal(client);
      provider.remove();
      await until(() => log.includes('disconnect'));
      expect(client.asked).to.include('deinitialize');
      expect(provider.client).to.equal(undefined);
      expect(client.subscribers + client.listeners.size).to.equal(0);
    });

    it('tells the end of a call also when that end is its own removal', async () => {
      const provider = await readyProvider();
      const { client, log } = built[0]!;
      let ends = 0;
      provider.addEventListener('call-disconnected', () => ends++);
      client.in('connected');
      client.deinitialize = async () => {
        for (const told of client.listeners) told.onCallDisconnected?.({ callId: 'x', roomId: 'r', currentUserId: 'alice', hangupUserId: 'alice', timestamp: 0, duration: 1 });
      };
      provider.remove();
      await until(() => log.includes('disconnect'));
      expect(ends).to.equal(1);
    });

    it('signs in again when it comes back', async () => {
      const provider = await readyProvider();
      provider.remove();
      await until(() => provider.client === undefined);
      document.body.append(provider);
      await provider.ready;
      expect(built.length).to.equal(2);
      provider.remove();
    });

    it('applies after the call what changes during it', async () => {
      const provider = await readyProvider();
      const { client, log } = built[0]!;
      client.in('connected');
      provider.userId = 'alina';
      provider.callTimeout = 1000;
      await settled(provider);
      expect(provider.client).to.equal(client);
      client.end('localHangup');
      await until(() => built.length === 2);
      expect((await provider.ready).userId).to.equal('alina');
      expect(log.filter((entry) => entry !== 'warmUp')).to.deep.equal(['connect', 'disconnect']);
    });

    it('prepares anew, without another client, when only the calling changes', async () => {
      const provider = await readyProvider();
      provider.callTimeout = 1000;
      await settled(provider);
      const { client } = built[0]!;
      expect(client.asked).to.deep.equal(['prepareForCall', 'prepareForCall']);
      expect(built.length).to.equal(1);
    });

    it('takes an equal literal for no change', async () => {
      const provider = await readyProvider();
      provider.iceServers = [{ urls: 'stun:a' }];
      await until(() => built.length === 2);
      provider.iceServers = [{ urls: 'stun:a' }];
      await settled(provider);
      expect(built.length).to.equal(2);
    });

    it('takes another function for no change, and asks the last one', async () => {
      const provider = await readyProvider();
      provider.iceServers = async () => ['first'];
      await until(() => built.length === 2);
      provider.iceServers = async () => ['second'];
      await settled(provider);
      expect(built.length).to.equal(2);
      expect(await (built[1]!.options.iceServers as () => Promise<unknown>)()).to.deep.equal(['second']);
    });

    it('says farewell before its signalling does', async () => {
      await readyProvider();
      const { client, log } = built[0]!;
      client.leave = async () => void log.push('leave');
      window.dispatchEvent(new PageTransitionEvent('pagehide'));
      expect(log).to.deep.equal(['connect', 'leave', 'signal gone']);
    });

    it('says farewell when the page goes, and signs in again when it comes back from the cache', async () => {
      const provider = await readyProvider();
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      expect(built[0]!.client.asked).to.include('leave');
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      await provider.ready;
      expect(built.length).to.equal(2);
    });

    it('sets the colour scheme of the elements inside, and no attribute by itself', async () => {
      const provider = await readyProvider();
      const status = provider.querySelector('call-status')!;
      expect(provider.hasAttribute('theme')).to.equal(false);
      expect(getComputedStyle(status).colorScheme).to.equal('light dark');
      provider.theme = 'dark';
      await settled(provider);
      expect(getComputedStyle(status).colorScheme).to.equal('dark');
    });

    it('dials once ready', async () => {
      const provider = mount<TestProvider>('<test-provider signal="fake" media="fake" user-id="alice"></test-provider>');
      await provider.call('bob', { type: 'audio' });
      expect(built[0]!.client.calls.at(-1)).to.deep.equal(['call', 'bob', { type: 'audio' }]);
    });
  });

  describe('names', () => {
    it('stay while another function is asked, and change when that knows better', async () => {
      const provider = await readyProvider();
      let answer!: (person: { name: string }) => void;
      provider.resolveUser = async (userId) => ({ name: userId.toUpperCase() });
      const name = (): string => provider.scope.person('bob').name;
      await until(() => name() === 'BOB');
      provider.resolveUser = () => new Promise((resolve) => (answer = resolve));
      await settled(provider);
      expect(name()).to.equal('BOB');
      answer({ name: 'Bob Miller' });
      await until(() => name() === 'Bob Miller');
      provider.resolveUser = undefined;
      await settled(provider);
      expect(name()).to.equal('bob');
    });

    it('come from resolveUser, asked once, also when it takes its time or fails', async () => {
      const provider = await readyProvider();
      const asked: string[] = [];
      provider.resolveUser = async (userId) => {
        asked.push(userId);
        if (userId === 'nobody') throw new Error('unknown');
        return { name: 'Bob Marlowe' };
      };
      await settled(provider);
      expect(provider.scope.person('bob').name).to.equal('bob');
      expect(provider.scope.person('nobody').name).to.equal('nobody');
      await until(() => provider.scope.person('bob').name === 'Bob Marlowe');
      expect(asked).to.deep.equal(['bob', 'nobody']);
    });
  });
});
