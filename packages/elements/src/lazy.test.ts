import { CallError } from '@call-elements/core';
import { expect } from 'chai';
import { insist, once } from './lazy.ts';

describe('once', () => {
  it('loads once, also for two who ask at the same time', async () => {
    let loads = 0;
    const load = once(async () => ++loads);
    expect(await Promise.all([load(), load()])).to.deep.equal([1, 1]);
    expect(await load()).to.equal(1);
  });

  it('forgets a failure, and tells it as loadFailed with its cause', async () => {
    const cause = new TypeError('Failed to fetch dynamically imported module');
    let broken = true;
    const load = once(async () => {
      if (broken) throw cause;
      return 'part';
    });
    const error = await load().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(CallError).and.to.include({ code: 'loadFailed', cause });
    broken = false;
    expect(await load()).to.equal('part');
  });
});

describe('insist', () => {
  it('tries until it works, and tells each failure', async () => {
    const failures: unknown[] = [];
    let attempts = 0;
    const attempt = async (): Promise<number> => {
      if (++attempts < 2) throw new CallError('signalFailed', 'not yet');
      return attempts;
    };
    expect(await insist(attempt, () => true, (error) => failures.push(error))).to.equal(2);
    expect(failures.length).to.equal(1);
  });

  for (const refusal of [new CallError('invalidArgument', 'no'), new CallError('tokenFailed', 'not for you', { certain: true })]) {
    it(`gives up when trying again would not help: ${refusal.message}`, async () => {
      const failures: unknown[] = [];
      expect(await insist(() => Promise.reject(refusal), () => true, (error) => failures.push(error))).to.equal(undefined);
      expect(failures).to.deep.equal([refusal]);
    });
  }

  it('is quiet when it no longer matters', async () => {
    let matters = true;
    const late = async (): Promise<never> => {
      matters = false;
      throw new CallError('signalFailed', 'no');
    };
    expect(await insist(late, () => matters, () => expect.fail('told'))).to.equal(undefined);
  });
});
