import { expect } from 'chai';
import { Random } from './random.ts';
import { SimulatedClock } from './simulated-clock.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import type { NetworkFaults, SimulatedSignal } from './simulated-network.ts';

async function make(faults: Partial<NetworkFaults> = {}) {
  const clock = new SimulatedClock();
  const network = new SimulatedNetwork(clock, new Random(1), faults);
  const [alice, bob] = [network.client('alice'), network.client('bob')];
  const heard: string[] = [];
  bob.addListener({ onMessageReceive: (text, { userId }) => heard.push(`${userId}: ${text}`) });
  for (const client of [alice, bob]) await client.connect();
  return { clock, network, alice, bob, heard };
}

const send = async (from: SimulatedSignal, to: string, count: number) => {
  for (let i = 0; i < count; i++) await from.sendMessage(to, String(i));
};

describe('SimulatedNetwork', () => {
  it('delivers in order, later, and with the sender', async () => {
    const { clock, alice, heard } = await make();
    await send(alice, 'bob', 2);
    expect(heard).to.deep.equal([]);
    await clock.advance(20);
    expect(heard).to.deep.equal(['alice: 0', 'alice: 1']);
  });

  it('loses, doubles and reorders as it is told', async () => {
    const lossy = await make({ drop: 1 });
    await send(lossy.alice, 'bob', 10);
    await lossy.clock.advance(100);
    expect(lossy.heard).to.have.length(0);
    expect(lossy.network.sent).to.have.length(10);
    const doubled = await make({ duplicate: 1, minDelay: 1, maxDelay: 500 });
    await send(doubled.alice, 'bob', 10);
    await doubled.clock.advance(600);
    expect(doubled.heard).to.have.length(20);
    expect(doubled.heard).to.not.deep.equal([...doubled.heard].sort());
  });

  it('refuses when it is down, when told to, and for who is not there', async () => {
    const codes: string[] = [];
    const note = (error: unknown) => codes.push((error as { code: string }).code);
    const { alice } = await make({ refuse: 1 });
    await alice.sendMessage('bob', 'x').catch(note);
    await alice.sendMessage('carol', 'x').catch(note);
    alice.setState('reconnecting');
    await alice.sendMessage('bob', 'x').catch(note);
    expect(codes).to.deep.equal(['signalFailed', 'peerOffline', 'signalNotReady']);
  });

  it('reaches all of a user, and nobody who is disconnected', async () => {
    const { clock, network, alice, bob, heard } = await make();
    const second = network.client('bob', 'tab');
    second.addListener({ onMessageReceive: (text) => heard.push(`second: ${text}`) });
    await second.connect();
    await alice.sendMessage('bob', 'x');
    await clock.advance(20);
    expect(heard).to.deep.equal(['alice: x', 'second: x']);
    await bob.disconnect();
    await alice.sendMessage('bob', 'y');
    await clock.advance(20);
    expect(heard.at(-1)).to.equal('second: y');
    expect(heard).to.have.length(3);
  });

  it('a crash is told to the others: the device, then the user when nothing is left of it', async () => {
    const { clock, network, alice } = await make();
    const tabs = [network.client('carol', '1'), network.client('carol', '2')];
    for (const tab of tabs) await tab.connect();
    const gone: (string | undefined)[] = [];
    alice.addListener({ onPeerGone: (_user, device) => gone.push(device) });
    network.crash(tabs[0]!);
    await clock.advance(100);
    expect(gone).to.deep.equal(['1']);
    network.crash(tabs[1]!);
    await clock.advance(100);
    expect(gone).to.deep.equal(['1', '2', undefined]);
  });

  it('is decided by the test where the test wants to', async () => {
    const { clock, network, alice, heard } = await make();
    network.intercept = ({ text }) => (text === '0' ? 'drop' : text === '1' ? 50 : undefined);
    await send(alice, 'bob', 3);
    await clock.advance(100);
    expect(heard).to.deep.equal(['alice: 2', 'alice: 1']);
  });

  it('a perfect network gives the same times for the same seed', async () => {
    const run = async () => {
      const { clock, alice, bob } = await make({ minDelay: 1, maxDelay: 99 });
      const times: number[] = [];
      bob.addListener({ onMessageReceive: () => times.push(clock.now()) });
      await send(alice, 'bob', 5);
      await clock.advance(100);
      return times;
    };
    expect(await run()).to.deep.equal(await run());
  });

  it('has a fate for each message, where one is given', async () => {
    const { clock, network, alice, heard } = await make();
    network.fate = ({ text }) => (text === '0' ? { refused: true, delays: [] } : { delays: text === '1' ? [] : [5, 30] });
    const refused = await alice.sendMessage('bob', '0').catch((error: unknown) => error);
    expect(refused).to.have.property('code', 'signalFailed');
    for (const text of ['1', '2']) await alice.sendMessage('bob', text);
    await clock.advance(10);
    expect(heard).to.deep.equal(['alice: 2']);
    await clock.advance(50);
    expect(heard).to.deep.equal(['alice: 2', 'alice: 2']);
  });
});
