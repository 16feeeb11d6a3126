import { expect } from 'chai';
import { Ringtone } from './ringtone.ts';
import type { Melody } from './melodies.ts';
import { countTones } from './testing/count-tones.ts';

function energy(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}

async function heard(seconds: number, act: (tone: Ringtone, context: OfflineAudioContext) => void): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, 48_000 * seconds, 48_000);
  act(new Ringtone(context), context);
  return (await context.startRendering()).getChannelData(0);
}

describe('Ringtone', () => {
  for (const melody of ['ring', 'ringback'] as const) {
    it(`sounds, repeats and does not clip (${melody})`, async () => {
      const samples = await heard(5, (tone) => tone.play(melody));
      expect(energy(samples.subarray(0, 48_000))).to.be.greaterThan(1e-4);
      expect(energy(samples.subarray(48_000 * 3.2, 48_000 * 5)), 'second round').to.be.greaterThan(1e-4);
      expect(samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).to.be.lessThan(0.9);
    });
  }

  it('is quieter as a ringback tone', async () => {
    const [ring, ringback] = await Promise.all((['ring', 'ringback'] as Melody[]).map((melody) => heard(3, (tone) => tone.play(melody))));
    expect(energy(ringback!)).to.be.lessThan(energy(ring!));
  });

  it('is silent at once when stopped', async () => {
    const samples = await heard(2, (tone, context) => {
      tone.play('ring');
      void context.suspend(0.5).then(() => {
        tone.play(undefined);
        return context.resume();
      });
    });
    expect(energy(samples.subarray(0, 12_000))).to.be.greaterThan(1e-4);
    expect(energy(samples.subarray(25_000))).to.equal(0);
  });

  it('may be stopped and started again in one turn', async () => {
    const samples = await heard(1, (tone) => {
      tone.play('ring');
      tone.play(undefined);
      tone.play('ring');
    });
    expect(energy(samples)).to.be.greaterThan(1e-4);
  });

  it('makes no audio context on a page that nobody touched, where Chromium would complain, and sounds with the first gesture', () => {
    const tones = countTones();
    const tone = new Ringtone();
    try {
      tones.touched = false;
      tone.play('ring');
      expect(tones.contexts).to.equal(0);
      tones.touched = true;
      document.dispatchEvent(new Event('pointerup'));
      expect(tones.contexts).to.be.at.most(1);
      expect(tones.sounding).to.equal(1);
      document.dispatchEvent(new Event('pointerup'));
      expect(tones.sounding, 'after a second gesture').to.equal(1);
      tone.play(undefined);
      expect(tones.sounding).to.equal(0);
      document.dispatchEvent(new Event('pointerup'));
      expect(tones.sounding, 'after the end').to.equal(0);
    } finally {
      tones.restore();
    }
  });
});
