import { expect } from 'chai';
import { transformSync } from 'esbuild';
import { faultsIn, withFaults } from './mutation-operators.mjs';

const described = (text: string): string[] => faultsIn(text).map(({ was, instead }) => `${was} → ${instead}`);

describe('faults that are planted', () => {
  it('are found by syntax: conditions, operators, words of one kind, numbers, statements', () => {
    expect(described("if (a && !b) step.end('localHangup');")).to.deep.equal(['a && !b → !(a && !b)', '&& → ||', "!b → b", "step.end('localHangup'); → ;", "'localHangup' → 'remoteHangup'"]);
    expect(described('const MS = 20_000;')).to.deep.equal(['20_000 → 200000']);
    expect(described("step.do({ do: 'x' }, y);")).to.include.members(["{ do: 'x' } → ...[]", 'y → ...[]']);
    expect(described('function f() { return send(); }')).to.deep.equal(['return send(); → return;']);
  });

  it('are none in types, in imports and in what is only read', () => {
    expect(described("import type { A } from 'calling';\ntype B = 'calling' | 1;\nconst c: B = d as 'calling';")).to.deep.equal([]);
    expect(described("const text = 'a sentence' + name;")).to.deep.equal([]);
  });

  it('say where they are', () => {
    const text = '// → first\n\nconst on = true;';
    const [fault] = faultsIn(text);
    expect(fault).to.include({ line: 3, was: 'true', instead: 'false' });
    expect(text.slice(0, fault!.start) + fault!.instead + text.slice(fault!.end)).to.equal('// → first\n\nconst on = false;');
  });

  it('can all be in one text, and one of them counts', () => {
    const text = "function f(a: number, b: number) { if (a > b && b !== 1) return take(a, 'x'); effects.do(a + 1, b); last(); return 0; }\nf(given[0], given[1]);";
    const faults = faultsIn(text).map((fault, index) => ({ ...fault, id: index + 1 }));
    expect(faults).to.have.length.greaterThan(10);
    const heard = (source: string, planted = 0): string => {
      const told: unknown[] = [];
      const js = transformSync(source, { loader: 'ts' }).code;
      const run = (given: number[]) => {
        const effects = { do: (...all: unknown[]) => told.push(all) };
        const names = { given, effects, take: (...all: unknown[]) => told.push(all), last: () => told.push('last'), __fault: (id: number) => id === planted };
        new Function(...Object.keys(names), js)(...Object.values(names));
      };
      for (const given of [[3, 2], [1, 2], [3, 1], [2, 2]]) run(given);
      return JSON.stringify(told);
    };
    const all = withFaults(text, faults);
    expect(heard(all)).to.equal(heard(text));
    for (const fault of faults) expect(heard(all, fault.id), `${fault.was} → ${fault.instead}`).to.equal(heard(text.slice(0, fault.start) + fault.instead + text.slice(fault.end)));
  });
});
