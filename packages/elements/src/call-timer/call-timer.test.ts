import { expect } from 'chai';
import { formatDuration } from '../duration.ts';
import type { CallTimer } from './call-timer.ts';
import { loadCallParts } from '../load-call-parts.ts';
import { FakeClient } from '../testing/fake-client.ts';
import { mount, settled, unmountAll } from '../testing/mount.ts';

describe('call-timer', () => {
  before(loadCallParts);
  afterEach(unmountAll);

  it('counts from when the call connected, and only then', async () => {
    const client = new FakeClient();
    const timer = mount<CallTimer>('<call-timer></call-timer>');
    timer.client = client.asClient;
    client.in('connecting');
    await settled(timer);
    expect(timer.shadowRoot!.textContent!.trim()).to.equal('');
    client.in('connected', { connectedAt: Date.now() - 65_300 });
    await settled(timer);
    expect(timer.shadowRoot!.textContent!.trim()).to.equal('01:05');
  });

  it('ticks while in the document, and leaves no timer behind', async () => {
    const set = window.setTimeout;
    const clear = window.clearTimeout;
    const pending = new Map<number, () => void>();
    let id = 1e6;
    window.setTimeout = ((run: () => void) => (pending.set(++id, run), id)) as unknown as typeof setTimeout;
    window.clearTimeout = ((key: number) => pending.delete(key)) as typeof clearTimeout;
    try {
      const client = new FakeClient();
      client.in('connected', { connectedAt: Date.now() });
      const timer = mount<CallTimer>('<call-timer></call-timer>');
      timer.client = client.asClient;
      await settled(timer);
      expect(pending.size).to.equal(1);
      const [[key, tick]] = [...pending] as [[number, () => void]];
      pending.delete(key);
      tick();
      await settled(timer);
      expect(pending.size, 'the next').to.equal(1);
      timer.remove();
      await settled(timer);
      expect(pending.size, 'after removal').to.equal(0);
    } finally {
      window.setTimeout = set;
      window.clearTimeout = clear;
    }
  });

  it('writes hours when there are some', () => {
    expect(formatDuration(59_999, 'en')).to.equal('00:59');
    expect(formatDuration(3_725_000, 'en')).to.equal('1:02:05');
  });
});
