import { expect } from 'chai';
import { Ringtone } from './ringtone.ts';
import type { Melody } from './melodies.ts';

function energy(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}

async function heard(melody: Melody, seconds: number, act: (tone: Ringtone, context: OfflineAudioContext) => Promise<void>): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, 48_000 * seconds, 48_000);
  const tone = new Ringtone(melody, context);
  await act(tone, context);
  return (await context.startRendering()).getChannelData(0);
}

describe('Ringtone', () => {
  for (const melody of ['ring', 'ringback'] as const) {
    it(`sounds, repeats and does not clip (${melody})`, async () => {
      const samples = await heard(melody, 5, (tone) => tone.start());
      expect(energy(samples.subarray(0, 48_000))).to.be.greaterThan(1e-4);
      expect(energy(samples.subarray(48_000 * 3.2, 48_000 * 5)), 'second round').to.be.greaterThan(1e-4);
      expect(samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).to.be.lessThan(0.9);
    });
  }

  it('is quieter as a ringback tone', async () => {
    const [ring, ringback] = await Promise.all([heard('ring', 3, (tone) => tone.start()), heard('ringback', 3, (tone) => tone.start())]);
    expect(energy(ringback)).to.be.lessThan(energy(ring));
  });

  it('is silent at once when stopped', async () => {
    const samples = await heard('ring', 2, async (tone, context) => {
      await tone.start();
      void context.suspend(0.5).then(() => {
        tone.stop();
        return context.resume();
      });
    });
    expect(energy(samples.subarray(0, 12_000))).to.be.greaterThan(1e-4);
    expect(energy(samples.subarray(25_000))).to.equal(0);
  });

  it('may be stopped before it started, and started again', async () => {
    const samples = await heard('ring', 1, async (tone) => {
      tone.stop();
      const first = tone.start();
      tone.stop();
      const second = tone.start();
      expect(tone.playing).to.equal(true);
      await Promise.all([first, second]);
    });
    expect(energy(samples)).to.be.greaterThan(1e-4);
  });

  it('leaves nothing sounding when it was stopped while its melody was on the way', async () => {
    const samples = await heard('ring', 1, async (tone) => {
      const started = tone.start();
      tone.stop();
      await started;
      expect(tone.playing).to.equal(false);
    });
    expect(energy(samples)).to.equal(0);
  });
});
