import { expect } from 'chai';
import { onEmulators } from '@call-elements/emulators/page';
import { World } from './testing/world.ts';

const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const;

describe('The console of a page with Easemob', () => {
  const world = new World();
  const former = METHODS.map((method) => console[method]);
  const written: string[] = [];

  // In a file of its own: the SDK keeps the console that it finds when it is loaded.
  before(() => {
    for (const method of METHODS) console[method] = (...line: unknown[]) => void written.push(`${method}: ${line.join(' ')}`);
  });
  after(() => METHODS.forEach((method, index) => (console[method] = former[index]!)));

  it('shows nothing, least of all tokens', async () => {
    const { client, userId, witness } = await world.online('alice');
    await client.renewToken(await world.token(userId));
    await onEmulators('easemob.expireToken', userId);
    await witness.untilState('reconnecting');
    await witness.untilState('online');
    const agora = await world.create('bob', { token: undefined });
    await agora.client.renewToken(await world.token(agora.userId));
    await agora.client.connect();
    expect(written).to.deep.equal([]);
  });
});
