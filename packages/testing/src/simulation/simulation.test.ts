import { expect } from 'chai';
import { generate } from './generate.ts';
import { ONCE_BROKEN } from './once-broken.ts';
import { play, runSchedule } from './play.ts';
import type { Schedule } from './schedule.ts';
import { kindOf, shrink } from './shrink.ts';

const SCHEDULES = 2_000;

describe('simulation: schedules that once broke a rule', () => {
  for (const { name, was, schedule } of ONCE_BROKEN) {
    it(`${name}: ${was}`, async () => {
      const { violation } = await play(schedule);
      if (violation === undefined) return;
      const { story } = await play(schedule, { told: true });
      throw new Error(`${violation}\n${story.join('\n')}`);
    });
  }
});

describe('simulation: every rule at every step', function () {
  this.timeout(240_000);

  it('2,000 schedules', async () => {
    let connected = 0;
    let native = 0;
    for (let seed = 1; seed <= SCHEDULES; seed++) {
      const outcome = await runSchedule(seed);
      connected += outcome.connected;
      native += outcome.connectedApps;
      if (outcome.violation !== undefined) throw new Error(`seed ${seed}: ${outcome.violation} (npm run sim -- --seed ${seed})`);
    }
    // A simulation in which nobody ever talks would prove nothing.
    expect(connected).to.be.greaterThan(SCHEDULES / 2);
    expect(native, "with CallAPI's own apps").to.be.greaterThan(SCHEDULES / 40);
  });

  it('is the same schedule for the same seed, and the same course', async () => {
    expect(generate(7)).to.deep.equal(generate(7));
    const stories = [await play(generate(7), { told: true }), await play(generate(7), { told: true })].map(({ story }) => story);
    expect(stories[0]).to.have.length.greaterThan(10);
    expect(stories[0]).to.deep.equal(stories[1]);
  });

  it('being told changes nothing', async () => {
    const { steps, connected } = await runSchedule(3);
    const told = await play(generate(3), { told: true });
    expect([told.steps, told.connected]).to.deep.equal([steps, connected]);
  });
});

describe('simulation: shrinking', () => {
  /** Somebody rings and is left to it by a network that loses everything: no rule of the engine could hold. */
  const noise: Schedule = {
    seed: 5,
    setup: { ...generate(5).setup, backend: 'local', devices: [{ user: 'alice', kind: 'kit', ring: 15_000, prompt: 30 }, { user: 'bob', kind: 'kit', ring: 15_000 }], media: { latency: 20, broken: 0 } },
    steps: [
      { at: 10, who: 0, do: 'microphone', on: true },
      { at: 400, who: 0, do: 'tap', pick: 0.4 },
      { at: 900, who: 1, do: 'clock', jump: 5_000 },
      { at: 2_000, who: 0, do: 'camera', on: false },
    ],
    fates: { 'alice/0>bob#1': { delays: [70_000] }, 'alice/0>bob#2': { delays: [70_000] } },
  };

  it('a schedule that breaks nothing stays what it is', async () => {
    expect(await shrink(noise, 'alice is broken')).to.equal(noise);
  });

  it('tells rules apart, and not the calls and times in what they say', () => {
    expect(kindOf('alice is calling for 17102 ms')).to.equal(kindOf('bob is calling for 17230 ms'));
    expect(kindOf('alice is still calling in ab1-3, which the other side does not have')).to.equal(kindOf('bob is still calling in x9-12, which the other side does not have'));
    expect(kindOf('alice has media open without a call')).not.to.equal(kindOf('alice has a device open without a call'));
  });
});
