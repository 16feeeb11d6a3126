import 'axe-core';
import { expect } from 'chai';
import type { CallInfo } from '@call-elements/core';
import type { CallButton } from '../call-button/call-button.ts';
import type { IncomingCall } from './incoming-call.ts';
import { accessibilityProblems } from '../testing/axe.ts';
import { countTones } from '../testing/count-tones.ts';
import { loadCallParts } from '../load-call-parts.ts';
import { FakeClient } from '../testing/fake-client.ts';
import { find, has, mount, settled, unmountAll, until } from '../testing/mount.ts';

const RING = { direction: 'incoming' } satisfies Partial<CallInfo>;

describe('incoming-call', () => {
  let client: FakeClient;
  let element: IncomingCall;
  let realNow: typeof performance.now;

  // What the first ring loads; the others find it.
  before(loadCallParts);
  beforeEach(async () => {
    realNow = performance.now;
    client = new FakeClient();
    element = mount<IncomingCall>('<incoming-call></incoming-call>');
    element.client = client.asClient;
    await settled(element);
  });
  afterEach(() => {
    performance.now = realNow;
    client.set({});
    unmountAll();
  });

  async function ring(part: Partial<CallInfo> = {}): Promise<void> {
    client.in('calling', { ...RING, ...part });
    await settled(element);
  }
  /** Makes the time since it rang be `ms`. */
  function later(ms: number): void {
    const then = realNow.call(performance) + ms;
    performance.now = () => then;
  }
  const dialog = (): HTMLElement => find(element, '.dialog');
  /** The focus is given back in the frame that follows. */
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

  it('shows who calls, over everything, and goes when the call is over', async () => {
    expect(dialog().checkVisibility()).to.equal(false);
    await ring();
    expect(dialog().matches(':popover-open')).to.equal(true);
    expect(dialog().checkVisibility()).to.equal(true);
    expect(dialog().textContent).to.contain('bob').and.to.contain('Incoming video call');
    client.end('remoteCancelled', RING);
    await settled(element);
    expect(dialog().matches(':popover-open')).to.equal(false);
    expect(dialog().checkVisibility()).to.equal(false);
  });

  it('does not ring for a call of our own', async () => {
    client.in('calling', { direction: 'outgoing' });
    await settled(element);
    expect(dialog().checkVisibility()).to.equal(false);
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`is accessible (${theme})`, async () => {
      await ring();
      expect(await accessibilityProblems(element, theme)).to.deep.equal([]);
    });
  }

  it('accepts, accepts without the camera, declines', async () => {
    await ring();
    find(element, 'call-accept-button:not([no-camera])', 'button').click();
    find(element, 'call-accept-button[no-camera]', 'button').click();
    find(element, 'call-reject-button', 'button').click();
    expect(client.calls).to.deep.equal([['accept'], ['accept', { camera: false }], ['reject']]);
  });

  it('offers no camera in an audio call', async () => {
    await ring({ type: 'audio' });
    expect(has(element, '[no-camera]')).to.equal(false);
  });

  it('takes the focus to itself, not to a button, and gives it back', async () => {
    const before = mount<HTMLButtonElement>('<button>page</button>');
    before.focus();
    await ring();
    expect(element.shadowRoot!.activeElement).to.equal(dialog());
    expect(find(element, '[role=alert]').textContent, 'the focus says it already').to.equal('');
    client.end('remoteCancelled', RING);
    await settled(element);
    await frame();
    expect(document.activeElement === before).to.equal(true);
  });

  it('gives the focus back also to a call button after it, which could not be pressed meanwhile, and when it is removed', async () => {
    const before = mount<CallButton>('<call-button user-id="bob"></call-button>');
    before.client = client.asClient;
    await settled(before);
    for (const end of [() => client.end('remoteCancelled', RING), () => element.remove()]) {
      before.focus();
      await ring();
      end();
      if (!element.isConnected) client.set({});
      await settled(before);
      await frame();
      expect(document.activeElement === before).to.equal(true);
    }
  });

  it('gives the focus back also when it went on to a button inside', async () => {
    const before = mount<HTMLButtonElement>('<button>page</button>');
    before.focus();
    await ring();
    find(element, 'call-reject-button', 'button').focus();
    client.end('localRejected', RING);
    await settled(element);
    await frame();
    expect(document.activeElement === before).to.equal(true);
  });

  for (const markup of ['<input>', '<textarea></textarea>', '<select></select>', '<div contenteditable>x</div>', '<iframe srcdoc="<input>"></iframe>']) {
    it(`leaves the focus where somebody types: ${markup}`, async () => {
      const field = mount(markup);
      field.focus();
      await ring();
      expect(document.activeElement === field).to.equal(true);
      expect(find(element, '[role=alert]').textContent, 'it is read out').to.equal('bob is calling, with video');
      client.end('remoteCancelled', RING);
      await settled(element);
      expect(find(element, '[role=alert]').textContent).to.equal('');
    });
  }

  it('leaves the focus in a text field inside a shadow root', async () => {
    const host = mount('<div></div>');
    host.attachShadow({ mode: 'open' }).innerHTML = '<input>';
    host.shadowRoot!.querySelector('input')!.focus();
    await ring();
    expect(document.activeElement === host).to.equal(true);
  });

  it('leaves the focus where somebody types inside a closed shadow root', async () => {
    const host = mount('<closed-field></closed-field>');
    const field = document.createElement('input');
    host.attachShadow({ mode: 'closed' }).append(field);
    field.focus();
    await ring();
    expect(document.activeElement === host).to.equal(true);
  });

  describe('over a modal dialog of the page', () => {
    let modal: HTMLDialogElement;
    beforeEach(() => {
      modal = mount<HTMLDialogElement>('<dialog><button>page</button><input></dialog>');
      modal.showModal();
    });

    it('can be answered', async () => {
      await ring();
      expect(element.shadowRoot!.activeElement === dialog()).to.equal(true);
      const accept = find(element, 'call-accept-button', 'button');
      accept.focus();
      expect(find(element, 'call-accept-button').shadowRoot!.activeElement === accept, 'it is not inert').to.equal(true);
      client.end('remoteCancelled', RING);
      await settled(element);
      await frame();
      expect(dialog().checkVisibility()).to.equal(false);
      expect(modal.contains(document.activeElement)).to.equal(true);
    });

    it('waits until somebody who types there is done', async () => {
      modal.querySelector('input')!.focus();
      await ring();
      expect(document.activeElement === modal.querySelector('input')).to.equal(true);
      expect(dialog().checkVisibility()).to.equal(true);
      modal.querySelector('button')!.focus();
      expect(find(element, '.frame').matches(':modal')).to.equal(true);
      expect(dialog().matches(':popover-open')).to.equal(true);
    });
  });

  for (const key of ['Enter', ' ']) {
    it(`ignores ${key === ' ' ? 'Space' : key} at first, and a key that is held`, async () => {
      await ring();
      const button = find(element, 'call-accept-button:not([no-camera])', 'button');
      const press = (init: KeyboardEventInit = {}): boolean => button.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }));
      expect(press(), 'at once').to.equal(false);
      later(900);
      expect(press({ repeat: true }), 'held').to.equal(false);
      expect(press(), 'later').to.equal(true);
    });
  }

  describe('the ringtone', () => {
    let tones: ReturnType<typeof countTones>;
    before(() => (tones = countTones()));
    after(() => tones.restore());

    it('starts with the call and stops in the same turn as it', async () => {
      await ring();
      await until(() => tones.sounding === 1);
      client.in('connecting', RING);
      expect(tones.sounding).to.equal(0);
    });

    it('stops when the element is removed', async () => {
      await ring();
      await until(() => tones.sounding === 1);
      element.remove();
      expect(tones.sounding).to.equal(0);
    });

    it('does not sound when silent', async () => {
      element.silent = true;
      await ring();
      expect(tones.sounding).to.equal(0);
      element.silent = false;
      await until(() => tones.sounding === 1);
    });
  });
});
