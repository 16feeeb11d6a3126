import { expect } from 'chai';
import type { CallInfo, CallReason, CallState } from '@call-elements/core';
import type { CallButton } from '../call-button/call-button.ts';
import type { IncomingCall } from '../incoming-call/incoming-call.ts';
import type { CallPanel } from './call-panel.ts';
import { deepActiveElement } from '../focus.ts';
import { loadCallParts } from '../load-call-parts.ts';
import { FakeClient, OFF, fakeMedia } from '../testing/fake-client.ts';
import { find, has, mount, settled, unmountAll } from '../testing/mount.ts';

describe('call-panel, for those who hear or use the keyboard', () => {
  let client: FakeClient;
  let panel: CallPanel;

  before(loadCallParts);
  beforeEach(async () => {
    client = new FakeClient();
    panel = mount<CallPanel>('<call-panel silent user-id="bob"></call-panel>');
    panel.client = client.asClient;
    await settled(panel);
  });
  afterEach(unmountAll);

  const stage = (): HTMLElement => find(panel, '.stage');
  const focused = (): string | undefined => (deepActiveElement() === stage() ? 'the panel' : deepActiveElement()?.localName);
  async function show(state: CallState, part: Partial<CallInfo> = {}): Promise<void> {
    client.in(state, part);
    await settled(panel);
  }
  async function end(reason: CallReason, part: Partial<CallInfo> = {}): Promise<void> {
    client.end(reason, part);
    await settled(panel);
  }
  /** The panel looks after the focus in the frame that follows. */
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

  describe('the live region', () => {
    const said = (): string => find(panel, '[role=status]').textContent!;

    it('says each step once, in one element that stays', async () => {
      const region = find(panel, '[role=status]');
      expect(said()).to.equal('');
      await show('calling');
      expect(said()).to.equal('Calling bob');
      await show('connecting');
      expect(said()).to.equal('Connecting…');
      const media = fakeMedia();
      const remote = { microphone: true, camera: true };
      await show('connected', { media, remote });
      expect(said()).to.equal('Connected to bob');
      await show('connected', { media, remote: { microphone: false, camera: true } });
      expect(said()).to.equal('bob is muted');
      await show('connected', { media, remote: { microphone: true, camera: false } });
      expect(said()).to.equal('bob turned the camera off');
      await show('connected', { media, remote: { microphone: false, camera: false } });
      expect(said()).to.equal('bob is muted\nbob turned the camera off');
      await show('connected', { media: fakeMedia({ phase: 'reconnecting' }), remote });
      expect(said()).to.equal('Reconnecting…');
      await end('remoteHangup');
      expect(said()).to.equal('bob ended the call');
      expect(find(panel, '[role=status]') === region).to.equal(true);
    });

    it('is the only one: nothing is said twice', async () => {
      const live = (root: ParentNode): Element[] =>
        [...root.querySelectorAll('*')].flatMap((element) => [...(element.matches('[role=status], [role=alert], [aria-live]') ? [element] : []), ...(element.shadowRoot ? live(element.shadowRoot) : [])]);
      for (const state of ['calling', 'connecting', 'connected'] as const) {
        await show(state, { remote: { microphone: false, camera: false } });
        expect(live(panel.shadowRoot!), state).to.have.length(1);
      }
    });

    it('says who calls where no <incoming-call> does', async () => {
      await show('calling', { direction: 'incoming' });
      expect(said()).to.equal('bob is calling, with video');
      const dialog = mount<IncomingCall>('<incoming-call silent></incoming-call>');
      dialog.client = client.asClient;
      await settled(panel);
      expect(said()).to.equal('');
    });
  });

  describe('the focus', () => {
    it('goes to the panel when the button that dialled cannot be pressed again, wherever that is', async () => {
      const elsewhere = mount<CallButton>('<call-button user-id="bob"></call-button>');
      elsewhere.client = client.asClient;
      await settled(elsewhere);
      for (const [callId, button] of [['call-1', () => elsewhere], ['call-2', () => find(panel, 'call-button')]] as const) {
        find(button(), 'button').focus();
        expect(focused(), callId).to.equal('button');
        await show('calling', { callId });
        await frame();
        expect(focused(), callId).to.equal('the panel');
        await end('localCancelled');
        find(panel, '[part=close]').click();
        await settled(panel);
      }
    });

    it('goes to the panel with the answer that was given in the dialog', async () => {
      const page = mount<HTMLButtonElement>('<button>page</button>');
      const dialog = mount<IncomingCall>('<incoming-call silent></incoming-call>');
      dialog.client = client.asClient;
      page.focus();
      await show('calling', { direction: 'incoming' });
      await settled(dialog);
      find(dialog, 'call-accept-button', 'button').focus();
      await show('connecting', { direction: 'incoming' });
      await settled(dialog);
      await frame();
      expect(focused()).to.equal('the panel');
    });

    it('stays on a control from step to step, and goes to the panel when that control goes', async () => {
      await show('connecting', { local: { microphone: OFF, camera: OFF } });
      const hangUp = find(panel, 'call-hangup-button', 'button');
      hangUp.focus();
      await show('connected', { local: { microphone: OFF, camera: OFF } });
      await frame();
      expect(deepActiveElement() === hangUp).to.equal(true);
      await end('localHangup');
      await frame();
      expect(focused()).to.equal('the panel');
      find(panel, '[part=close]').focus();
      find(panel, '[part=close]').click();
      await settled(panel);
      await frame();
      expect(focused()).to.equal('the panel');
    });

    it('is left alone where it is not on a call element', async () => {
      const field = mount<HTMLInputElement>('<input>');
      field.focus();
      await show('calling', { direction: 'incoming' });
      await show('connecting', { direction: 'incoming' });
      await end('remoteHangup');
      await frame();
      expect(document.activeElement === field).to.equal(true);
    });

    it('moves to the panel when that rings, and back when it stops', async () => {
      const page = mount<HTMLButtonElement>('<button>page</button>');
      page.focus();
      await show('calling', { direction: 'incoming' });
      expect(focused()).to.equal('the panel');
      await end('remoteCancelled', { direction: 'incoming' });
      await frame();
      expect(deepActiveElement() === page, 'missed').to.equal(true);

      const other = mount<HTMLButtonElement>('<button>other</button>');
      other.focus();
      await show('calling', { direction: 'incoming', callId: 'call-2' });
      find(panel, 'call-accept-button', 'button').focus();
      await end('localRejected', { direction: 'incoming', callId: 'call-2' });
      await frame();
      expect(deepActiveElement() === other, 'declined').to.equal(true);
    });

    it('goes back to where it was before this ring, not before an earlier one that was answered', async () => {
      const [first, second] = [mount<HTMLButtonElement>('<button>first</button>'), mount<HTMLButtonElement>('<button>second</button>')];
      first.focus();
      await show('calling', { direction: 'incoming' });
      await show('connecting', { direction: 'incoming' });
      await end('remoteHangup', { direction: 'incoming' });
      second.focus();
      await show('calling', { direction: 'incoming', callId: 'call-2' });
      await end('remoteCancelled', { direction: 'incoming', callId: 'call-2' });
      await frame();
      expect(deepActiveElement() === second).to.equal(true);
    });

    it('comes to the panel from a button of the page in it, when that goes with the call', async () => {
      const button = document.createElement('button');
      button.slot = 'actions';
      panel.append(button);
      await show('connected');
      button.focus();
      expect(document.activeElement === button).to.equal(true);
      await end('remoteHangup');
      await frame();
      expect(focused()).to.equal('the panel');
    });

    it('does not let Enter and Space answer at once when the panel rings, and lets them act in a call', async () => {
      await show('calling', { direction: 'incoming' });
      const press = (...path: string[]): boolean =>
        find(panel, ...path).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }));
      expect(press('call-accept-button', 'button')).to.equal(false);
      await show('connecting', { direction: 'incoming' });
      expect(press('call-hangup-button', 'button')).to.equal(true);
    });

    it('guards each ring anew, also one that follows in the same turn', async () => {
      const now = performance.now.bind(performance);
      await show('calling', { direction: 'incoming' });
      try {
        performance.now = () => now() + 900;
        client.set({});
        await show('calling', { direction: 'incoming', callId: 'call-2' });
        const press = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true });
        expect(find(panel, 'call-accept-button', 'button').dispatchEvent(press)).to.equal(false);
      } finally {
        performance.now = now;
      }
    });
  });

  describe('without a call', () => {
    it('offers to call the user it was given, both ways or the one it was told', async () => {
      const offers = (): (string | null)[] => [...panel.shadowRoot!.querySelectorAll('call-button')].map((button) => button.getAttribute('type'));
      expect(offers()).to.deep.equal(['video', 'audio']);
      expect(find(panel, '.name').textContent).to.equal('bob');
      find(panel, 'call-button[type=audio]', 'button').click();
      expect(client.calls).to.deep.equal([['call', 'bob', { type: 'audio' }]]);
      panel.type = 'video';
      await settled(panel);
      expect(offers()).to.deep.equal(['video']);
      panel.userId = undefined;
      await settled(panel);
      expect(offers()).to.deep.equal([]);
      expect(has(panel, '.name')).to.equal(false);
    });
  });

  it('rings once where there are two panels for one client, and the other takes over', async () => {
    const other = mount<CallPanel>('<call-panel silent></call-panel>');
    other.client = client.asClient;
    await show('calling', { direction: 'incoming' });
    await settled(other);
    expect([has(panel, 'call-accept-button'), has(other, 'call-accept-button')]).to.deep.equal([true, false]);
    panel.remove();
    await settled(other);
    expect(has(other, 'call-accept-button')).to.equal(true);
  });

  it('leaves it to a dialog that gets its client while it rings', async () => {
    const dialog = mount<IncomingCall>('<incoming-call silent></incoming-call>');
    await show('calling', { direction: 'incoming' });
    expect(has(panel, 'call-accept-button')).to.equal(true);
    dialog.client = client.asClient;
    await settled(dialog);
    await settled(panel);
    expect(has(panel, 'call-accept-button')).to.equal(false);
  });

  it('leaves it to the dialog to say who calls, and shows it again when the dialog goes', async () => {
    const dialog = mount<IncomingCall>('<incoming-call silent></incoming-call>');
    dialog.client = client.asClient;
    await show('calling', { direction: 'incoming' });
    expect(has(panel, '.name')).to.equal(false);
    dialog.remove();
    await settled(panel);
    expect(find(panel, '.name').textContent).to.equal('bob');
  });
});
