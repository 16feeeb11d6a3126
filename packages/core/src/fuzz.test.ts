import { Random } from '@call-elements/testing';
import { expect } from 'chai';
import { fuzzRound, ROUND } from './testing/fuzz/fuzz.ts';
import { Mutator } from './testing/fuzz/mutator.ts';
import { recordTraffic } from './testing/fuzz/recorded.ts';
import { decode } from './wire/decode.ts';

/** What a test may cost; `npm run fuzz` goes on from there. */
const ROUNDS = 48;

describe('fuzzing: mutations of recorded messages', () => {
  let recorded: string[] = [];
  before(async () => {
    recorded = await recordTraffic();
  });

  it('what is recorded holds every kind of message that there is', () => {
    const kinds = new Set(recorded.map((text) => decode(text)).map((decoded) => ('message' in decoded ? decoded.message.kind : decoded.problem)));
    expect([...kinds].sort()).to.deep.equal(['accept', 'call', 'cancel', 'confirm', 'hangup', 'leaving', 'negotiate', 'receipt', 'reject', 'resume', 'status', 'switch']);
  });

  it('are seeded, differ, and are a mixture of good and bad', () => {
    const address = { callId: 'c', from: 'alice', to: 'bob', fromDevice: 'd', toDevice: 'e', others: ['x'] };
    const some = (seed: number) => {
      const mutator = new Mutator(recorded, new Random(seed));
      return Array.from({ length: 500 }, () => mutator.next(address));
    };
    const [one, again, other] = [some(1), some(1), some(2)];
    expect(one).to.deep.equal(again);
    expect(one).to.not.deep.equal(other);
    expect(new Set(one).size).to.be.greaterThan(450);
    expect(one.filter((text) => 'message' in decode(text)).length).to.be.within(100, 400);
  });

  it(`${ROUNDS * ROUND} of them, into calls: nothing throws, nobody but the peer changes anything, and nothing is left`, async function () {
    this.timeout(120_000);
    let moved = 0;
    for (let seed = 1; seed <= ROUNDS; seed++) moved += (await fuzzRound(seed, recorded)).moved;
    expect(moved, 'calls that the peer changed').to.be.greaterThan(ROUNDS);
  });
});
