import { expect } from 'chai';
import { jsonProblem } from './json.ts';

describe('jsonProblem', () => {
  it('accepts plain JSON and names the place of what is not', () => {
    expect(jsonProblem({ a: [1, 'x', null, { b: true }] })).to.equal(undefined);
    expect(jsonProblem({ a: [1, undefined] })).to.contain('$.a.1');
    expect(jsonProblem({ when: new Date() })).to.contain('$.when');
    expect(jsonProblem(Number.NaN)).to.contain('NaN');
  });

  it('refuses __proto__ keys and depths that could exhaust the stack', () => {
    expect(jsonProblem(JSON.parse('{"a":{"__proto__":{"x":1}}}'))).to.contain('__proto__');
    let deep: unknown = 1;
    for (let i = 0; i < 100; i++) deep = [deep];
    expect(jsonProblem(deep)).to.contain('deeper');
  });
});
