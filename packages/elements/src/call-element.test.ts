import { CallError } from '@call-elements/core';
import { expect } from 'chai';
import type { CallHangupButton, CallMicrophoneButton, CallStatus } from './index.ts';
import type { CallElement } from './call-element.ts';
import { loadCallParts } from './load-call-parts.ts';
import { FakeClient } from './testing/fake-client.ts';
import { defineStubProvider } from './testing/stub-provider.ts';
import type { StubProvider } from './testing/stub-provider.ts';
import { find, mount, settled, unmountAll } from './testing/mount.ts';

before(loadCallParts);

const clientOf = (element: Element): unknown => (element as CallElement).client;

describe('finding a client', () => {
  afterEach(unmountAll);

  it('prefers its own client, then `for`, then the closest provider, then the only one', async () => {
    defineStubProvider('stub-provider');
    const [own, named, closest] = [new FakeClient('own'), new FakeClient('named'), new FakeClient('closest')];
    const one = mount<StubProvider>('<stub-provider><call-status></call-status></stub-provider>');
    const outside = mount<CallStatus>('<call-status></call-status>');
    one.client = closest.asClient;
    const status = one.querySelector('call-status')!;
    expect(clientOf(outside), 'the only one').to.equal(closest);

    const two = mount<StubProvider>('<stub-provider id="two"></stub-provider>');
    two.client = named.asClient;
    expect(clientOf(outside), 'one of two').to.equal(undefined);
    expect(clientOf(status), 'closest').to.equal(closest);
    status.for = 'two';
    await settled(status);
    expect(clientOf(status), 'named').to.equal(named);
    status.client = own.asClient;
    expect(clientOf(status), 'own').to.equal(own);
    status.client = undefined;
    status.for = undefined;
    await settled(status);
    expect(clientOf(status), 'closest again').to.equal(closest);
  });

  it('hears of a provider that is upgraded later', async () => {
    const provider = mount<StubProvider>('<late-provider><call-status></call-status></late-provider>');
    mount('<call-status></call-status>');
    const status = provider.querySelector('call-status')!;
    await settled(status);
    expect(clientOf(status)).to.equal(undefined);
    defineStubProvider('late-provider');
    // A second one, so that the closest is what counts.
    defineStubProvider('other-provider');
    mount('<other-provider></other-provider>');
    const client = new FakeClient();
    provider.client = client.asClient;
    expect(clientOf(status)).to.equal(client);
  });

  it('moves from one provider to another, and lets go of the former client', async () => {
    defineStubProvider('stub-provider');
    const [first, second] = [new FakeClient(), new FakeClient()];
    const one = mount<StubProvider>('<stub-provider><call-status></call-status></stub-provider>');
    const two = mount<StubProvider>('<stub-provider></stub-provider>');
    one.client = first.asClient;
    two.client = second.asClient;
    const status = one.querySelector('call-status')!;
    expect(first.subscribers).to.equal(1);
    two.append(status);
    second.in('connecting');
    await settled(status);
    expect(clientOf(status)).to.equal(second);
    expect(first.subscribers).to.equal(0);
    expect(status.shadowRoot!.textContent).to.contain('Connecting');
    status.remove();
    expect(second.subscribers).to.equal(0);
  });

  it('shows what changed while it was out of the document', async () => {
    const client = new FakeClient();
    const status = mount<CallStatus>('<call-status></call-status>');
    status.client = client.asClient;
    await settled(status);
    status.remove();
    client.in('connecting');
    document.body.append(status);
    await settled(status);
    expect(status.shadowRoot!.textContent).to.contain('Connecting');
    status.remove();
  });

  it('takes a client that was set before the element was upgraded', async () => {
    const client = new FakeClient();
    const early = document.createElement('early-status') as CallStatus;
    early.client = client.asClient;
    document.body.append(early);
    const { CallStatus: Status } = await import('./index.ts');
    customElements.define('early-status', class extends Status {});
    expect(clientOf(early)).to.equal(client);
    client.in('connecting');
    await settled(early);
    expect(early.shadowRoot!.textContent).to.contain('Connecting');
    early.remove();
  });

  it('renders disabled without one', async () => {
    for (const tag of ['call-button', 'call-accept-button', 'call-reject-button', 'call-hangup-button', 'call-microphone-button', 'call-camera-button']) {
      const element = mount(`<${tag} user-id="bob"></${tag}>`);
      await settled(element);
      expect(find<HTMLButtonElement>(element, 'button').disabled, tag).to.equal(true);
    }
    for (const tag of ['call-panel', 'incoming-call', 'call-video', 'call-timer', 'call-status', 'call-avatar']) await settled(mount(`<${tag}></${tag}>`));
  });
});

describe('requests', () => {
  afterEach(unmountAll);

  async function hangupButton(client: FakeClient): Promise<CallHangupButton> {
    client.in('connected');
    const button = mount<CallHangupButton>('<call-hangup-button></call-hangup-button>');
    button.client = client.asClient;
    await settled(button);
    return button;
  }

  it('act when nobody objects', async () => {
    const client = new FakeClient();
    find(await hangupButton(client), 'button').click();
    expect(client.asked).to.deep.equal(['hangup']);
  });

  it('do nothing when an ancestor objects', async () => {
    const client = new FakeClient();
    const button = await hangupButton(client);
    document.addEventListener('call-hangup-request', (event) => event.preventDefault(), { once: true });
    find(button, 'button').click();
    expect(client.asked).to.deep.equal([]);
  });

  it('ask for what the switch is not', async () => {
    const client = new FakeClient();
    client.in('connected', { local: { microphone: { state: 'on', track: null }, camera: { state: 'off', track: null } } });
    const microphone = mount<CallMicrophoneButton>('<call-microphone-button></call-microphone-button>');
    const camera = mount<CallMicrophoneButton>('<call-camera-button></call-camera-button>');
    for (const button of [microphone, camera]) {
      button.client = client.asClient;
      await settled(button);
    }
    expect(find(microphone, 'button').getAttribute('aria-pressed')).to.equal('false');
    expect(find(camera, 'button').getAttribute('aria-pressed')).to.equal('true');
    find(microphone, 'button').click();
    find(camera, 'button').click();
    expect(client.calls).to.deep.equal([['setMicrophone', false], ['setCamera', true]]);
  });

  it('take a press while the device opens for a wish to have it off', async () => {
    const client = new FakeClient();
    client.in('connected', { local: { microphone: { state: 'asking', track: null }, camera: { state: 'asking', track: null } } });
    for (const tag of ['call-microphone-button', 'call-camera-button']) {
      const button = mount<CallMicrophoneButton>(`<${tag}></${tag}>`);
      button.client = client.asClient;
      await settled(button);
      find(button, 'button').click();
    }
    expect(client.calls).to.deep.equal([['setMicrophone', false], ['setCamera', false]]);
  });

  it('become call-error when they fail, unless they are about how the call ended', async () => {
    const client = new FakeClient();
    const button = await hangupButton(client);
    const codes: string[] = [];
    button.addEventListener('call-error', (event) => codes.push(event.error.code));
    for (const code of ['callEnded', 'invalidState', 'peerOffline', 'signalFailed'] as const) {
      client.failure = new CallError(code, 'no');
      find(button, 'button').click();
      await settled(button);
    }
    expect(codes).to.deep.equal(['signalFailed']);
  });

  it('dial only while prepared', async () => {
    const client = new FakeClient();
    const button = mount('<call-button user-id="bob" type="audio"></call-button>');
    (button as CallElement).client = client.asClient;
    await settled(button);
    find(button, 'button').click();
    expect(client.calls).to.deep.equal([['call', 'bob', { type: 'audio' }]]);
    client.in('calling');
    await settled(button);
    expect(find<HTMLButtonElement>(button, 'button').disabled).to.equal(true);
  });
});
