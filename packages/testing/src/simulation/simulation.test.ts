import { expect } from 'chai';
import { runSchedule } from './schedule.ts';

/** Seeds that once broke a rule; each stays. */
const ONCE_BROKEN: readonly number[] = [];

describe('simulation: two clients, every rule at every step', function () {
  this.timeout(240_000);

  for (const seed of ONCE_BROKEN) {
    it(`seed ${seed}`, async () => {
      const { violation, trace } = await runSchedule(seed);
      expect(violation, trace.join('\n')).to.equal(undefined);
    });
  }

  it('2,000 schedules', async () => {
    let connected = 0;
    for (let seed = 1; seed <= 2_000; seed++) {
      const outcome = await runSchedule(seed);
      connected += outcome.connected;
      if (outcome.violation) throw new Error(`seed ${seed}: ${outcome.violation}\n${outcome.trace.join('\n')}`);
    }
    // A simulation in which nobody ever talks would prove nothing.
    expect(connected).to.be.greaterThan(2_000);
  });

  it('is the same schedule for the same seed', async () => {
    expect(await runSchedule(7)).to.deep.equal(await runSchedule(7));
  });
});
