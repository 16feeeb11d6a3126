import { expect } from 'chai';
import { onEmulators } from '@call-elements/emulators/page';
import { World } from './testing/world.ts';

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const;

describe('The console of a page with RTM', () => {
  const world = new World();
  const former = METHODS.map((method) => console[method]);
  const written: string[] = [];

  // In a file of its own: the SDK keeps the console that it finds when it is loaded.
  before(() => {
    for (const method of METHODS) console[method] = (...line: unknown[]) => void written.push(`${method}: ${line.join(' ')}`);
  });
  after(() => METHODS.forEach((method, index) => (console[method] = former[index]!)));

  it('shows one line about the SDK, and nothing of what happens to it', async () => {
    const { userId, witness } = await world.online('alice');
    await world.cutOff(userId);
    await witness.untilState('reconnecting');
    await onEmulators('rtm.sockets.heal');
    await witness.untilState('online');
    expect(written).to.have.length(1);
    expect(written[0]).to.match(/^log: .*wasm-module initialized/);
  });
});
