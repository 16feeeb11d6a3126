import 'axe-core';
import { CallError } from '@call-elements/core';
import { expect } from 'chai';
import type { CallTypeRequestEvent } from '../events.ts';
import { loadCallParts } from '../load-call-parts.ts';
import { accessibilityProblems } from '../testing/axe.ts';
import { fakeMedia, FakeClient, OFF } from '../testing/fake-client.ts';
import { find, has, mount, settled, unmountAll } from '../testing/mount.ts';
import type { CallPanel } from './call-panel.ts';

describe('the type of a call, in the panel', () => {
  let client: FakeClient;
  let panel: CallPanel;
  const show = async (call: Parameters<FakeClient['in']>[1]): Promise<void> => {
    client.in('connected', { media: fakeMedia(), canSwitchType: true, ...call });
    await settled(panel);
  };
  const button = (name: string) => [...panel.shadowRoot!.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent!.trim()) === name);
  const said = () => find(panel, '[role=status]').textContent!.trim();

  before(() => loadCallParts());
  afterEach(unmountAll);
  beforeEach(async () => {
    client = new FakeClient();
    panel = mount<CallPanel>('<call-panel silent style="block-size: 600px"></call-panel>');
    panel.client = client.asClient;
    await settled(panel);
  });

  it('offers the other one, and asks the page before the client', async () => {
    for (const [type, name, to] of [['audio', 'Turn on video', 'video'], ['video', 'Switch to audio', 'audio']] as const) {
      await show({ type });
      const asked: string[] = [];
      panel.addEventListener('call-type-request', (event: CallTypeRequestEvent) => void asked.push(event.callType), { once: true });
      button(name)!.click();
      expect(asked).to.deep.equal([to]);
      expect(client.calls.at(-1)).to.deep.equal(['switchType', to]);
    }
  });

  it('does nothing when the page objects', async () => {
    await show({ type: 'audio' });
    panel.addEventListener('call-type-request', (event) => event.preventDefault());
    button('Turn on video')!.click();
    expect(client.asked).not.to.include('switchType');
  });

  it('offers nothing that the peer cannot', async () => {
    await show({ type: 'audio', canSwitchType: false });
    expect(button('Turn on video')).to.equal(undefined);
  });

  it('puts the question of the peer, with both answers', async () => {
    for (const [name, to] of [['Decline', 'audio'], ['Accept', 'video']] as const) {
      await show({ type: 'audio', typeRequest: 'incoming' });
      expect(find(panel, '[part=request]').getAttribute('aria-label')).to.equal('bob would like to turn on video');
      expect(said()).to.equal('bob would like to turn on video');
      expect(button('Turn on video'), 'one place to answer').to.equal(undefined);
      button(name)!.focus();
      button(name)!.click();
      expect(client.calls.at(-1)).to.deep.equal(['switchType', to]);
      expect(await accessibilityProblems(panel, 'light')).to.deep.equal([]);
    }
  });

  it('waits for the answer of the peer, and takes the question back', async () => {
    await show({ type: 'audio', typeRequest: 'outgoing' });
    expect(said()).to.equal('Waiting for bob to turn on video');
    expect(button('Turn on video'), 'it is asked').to.equal(undefined);
    button('Cancel the request for video')!.click();
    expect(client.calls.at(-1)).to.deep.equal(['switchType', 'audio']);
    expect(await accessibilityProblems(panel, 'light')).to.deep.equal([]);
  });

  it('the keyboard goes on in the panel when the peer answers, or withdraws the question', async () => {
    for (const [typeRequest, name, type] of [['outgoing', 'Cancel the request for video', 'video'], ['incoming', 'Decline', 'audio']] as const) {
      await show({ type: 'audio', typeRequest });
      button(name)!.focus();
      await show({ type });
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      expect(panel.matches(':focus-within'), name).to.equal(true);
    }
  });

  it('one thing after the other: what is wrong with a device waits for the answer', async () => {
    const local = { microphone: { state: 'failed', track: null, error: new CallError('deviceInUse', '') }, camera: OFF } as const;
    await show({ type: 'audio', typeRequest: 'incoming', local });
    expect(has(panel, '[part=banner]')).to.equal(false);
    await show({ type: 'audio', local });
    expect(has(panel, '[part=banner]')).to.equal(true);
  });

  it('the keyboard goes on in the panel when an answer takes the buttons away', async () => {
    await show({ type: 'audio', typeRequest: 'incoming' });
    const accept = button('Accept')!;
    accept.focus();
    accept.click();
    await show({ type: 'video' });
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(panel.matches(':focus-within')).to.equal(true);
  });
});
