import { expect } from 'chai';
import { NodeSide } from './node-side.ts';
import { PageSide } from './page-side.ts';
import type { Held } from './page-side.ts';

class Gate {
  opened = false;
  readonly #open: () => void;
  readonly reached: Promise<string>;
  constructor() {
    let arrive = (_who: string): void => {};
    this.reached = new Promise((resolve) => (arrive = resolve));
    this.#open = () => arrive('alice');
  }
  open(): void {
    this.opened = true;
    this.#open();
  }
  inner(): Gate {
    return new Gate();
  }
}

const city = {
  name: 'Rome',
  walls: { height: 3, gate: () => new Gate(), isOpen: (gate: Gate) => gate.opened },
  people: (...names: string[]) => names.map((name) => ({ name })),
  nobody: () => {},
};

describe('The emulators in the hands of a page', () => {
  let page: PageSide;
  beforeEach(() => {
    const node = new NodeSide(city);
    // As over a socket.
    page = new PageSide(async (call) => JSON.parse(JSON.stringify(await node.execute(JSON.parse(JSON.stringify(call))))));
  });

  const gate = async (): Promise<Held<Gate>> => (await page.call({ path: 'walls.gate', args: [] })) as Held<Gate>;

  it('calls methods, by path, as what they belong to', async () => {
    expect(await page.call({ path: 'people', args: ['romulus', 'remus'] })).to.deep.equal([{ name: 'romulus' }, { name: 'remus' }]);
    expect(await page.call({ path: 'nobody', args: [] })).to.equal(undefined);
  });

  it('reads and sets properties', async () => {
    await page.call({ path: 'walls.height', set: { value: 4 } });
    expect(await page.call({ path: 'walls.height' })).to.equal(4);
    await page.call({ path: 'walls.height', set: { value: undefined } });
    expect(await page.call({ path: 'walls.height' })).to.equal(undefined);
  });

  it('holds what JSON cannot carry', async () => {
    const held = await gate();
    expect(await held.opened).to.equal(false);
    const reached = Promise.resolve(held.reached);
    await held.open();
    expect(await reached).to.equal('alice');
    expect(await held.opened).to.equal(true);
    expect(await (await held.inner()).opened).to.equal(false);
  });

  it('gives back what it holds', async () => {
    const [one, other] = [await gate(), await gate()];
    await one.open();
    const isOpen = (held: Held<Gate>): Promise<unknown> => page.call({ path: 'walls.isOpen', args: [held] });
    expect([await isOpen(one), await isOpen(other)]).to.deep.equal([true, false]);
  });

  it('says what went wrong', async () => {
    const failure = await page.call({ path: 'walls.isOpen', args: [] }).then(() => '', String);
    expect(failure).to.contain('TypeError');
  });
});
