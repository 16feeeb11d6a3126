import { expect } from 'chai';
import { TokenTimers } from './token-timers.ts';

describe('TokenTimers', () => {
  /** What happened, when the last thing has. */
  function follow(warningMs: number, use: (timers: TokenTimers) => void): Promise<string[]> {
    return new Promise((resolve) => {
      const told: string[] = [];
      const timers = new TokenTimers(warningMs, {
        willExpire: () => void told.push('will'),
        didExpire: () => {
          told.push('did');
          resolve(told);
        },
      });
      use(timers);
    });
  }

  it('warns, and then tells the end', async () => {
    expect(await follow(10, (timers) => timers.arm(Date.now() + 30))).to.deep.equal(['will', 'did']);
  });

  it('warns at once of a token that ends sooner than that', async () => {
    expect(await follow(1000, (timers) => timers.arm(Date.now() + 30))).to.deep.equal(['will', 'did']);
  });

  it('forgets a token for its successor', async () => {
    const told = await follow(10, (timers) => {
      timers.arm(Date.now() + 20);
      timers.arm(Date.now() + 60);
    });
    expect(told).to.deep.equal(['will', 'did']);
  });

  it('leaves one without an end alone', async () => {
    const endless = new TokenTimers(10, { willExpire: () => expect.fail('a warning'), didExpire: () => expect.fail('an end') });
    endless.arm(Infinity);
    // Node would take a time that is too long for none.
    await follow(0, (timers) => timers.arm(Date.now() + 5));
  });
});
