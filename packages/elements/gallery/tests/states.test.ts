// Every state of the elements: accessible, in its place, and looking as before. npm run test:visual -- --update takes the pictures anew.
import { expect } from 'chai';
import { STATES } from '../states.ts';
import { aboutMachine } from './calibration.ts';
import { compare, report, store } from './references.ts';
import { stage } from './stage.ts';
import { visit } from './visit.ts';
import type { Visit } from './visit.ts';

const update = process.env['UPDATE_PICTURES'] !== undefined;

describe('every state', () => {
  before(async function () {
    this.timeout(60_000);
    await stage();
  });

  for (const state of STATES) {
    describe(state.name, () => {
      let seen: Visit;
      before(async () => {
        seen = await visit(await stage(), state, update ? 'picture' : undefined);
      });

      if (!update) {
        it('has a place for everything', () => expect(seen.misplaced).to.deep.equal([]));
        it('is accessible', () => expect(seen.violations).to.deep.equal([]));
      }
      if (state.unpictured) return;
      it('looks as in its picture', async () => {
        if (update) return store(state, seen.shots, (await stage()).version);
        const found = compare(state, seen.shots);
        if (found.length > 0) throw new Error(report(state, seen.shots, found) + (await aboutMachine()));
      });
    });
  }
});
