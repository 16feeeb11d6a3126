import { expect } from 'chai';
import { defineMedia, defineSignal, loadMedia, loadSignal, mediaNames, signalNames } from './registry.ts';
import type { MediaFactory, SignalFactory } from './registry.ts';

const signal = (() => {}) as unknown as SignalFactory;
const media = (() => {}) as unknown as MediaFactory;

describe('the registry', () => {
  it('keeps signals and media apart', async () => {
    defineSignal('test-apart', async () => signal);
    defineMedia('test-apart', async () => media);
    expect(await loadSignal('test-apart')).to.equal(signal);
    expect(await loadMedia('test-apart')).to.equal(media);
    expect(signalNames()).to.include('test-apart');
    expect(mediaNames()).to.not.include('test-only-signal');
  });

  it('waits for a name that is defined later, for everybody who asked', async () => {
    const asked = [loadMedia('test-late'), loadMedia('test-late')];
    expect(mediaNames()).to.not.include('test-late');
    defineMedia('test-late', async () => media);
    expect(await Promise.all(asked)).to.deep.equal([media, media]);
  });

  it('loads only when asked, and a failed loader can be tried again', async () => {
    let tries = 0;
    defineSignal('test-flaky', async () => {
      if (++tries === 1) throw new Error('offline');
      return signal;
    });
    expect(tries).to.equal(0);
    const error = await loadSignal('test-flaky').catch((reason: unknown) => reason);
    expect(error).to.be.an('error').with.property('message', 'offline');
    expect(await loadSignal('test-flaky')).to.equal(signal);
  });

  it('the last definition of a name counts', async () => {
    const other = (() => {}) as unknown as SignalFactory;
    defineSignal('test-twice', async () => signal);
    defineSignal('test-twice', async () => other);
    expect(await loadSignal('test-twice')).to.equal(other);
  });
});
