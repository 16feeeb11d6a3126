import { World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import { expectNativeSafe } from '../testing/native-safe.ts';
import { nativePair, parseSent } from '../testing/scripted-peer.ts';

interface Two {
  readonly world: World;
  readonly one: Page;
  readonly two: Page;
}

async function two(engine: string): Promise<Two> {
  const world = new World();
  const options = { engine, userExtension: { vip: true } };
  return { world, one: await world.page('1001', options), two: await world.page('2002', options) };
}

async function rung(engine: string): Promise<Two> {
  const all = await two(engine);
  await all.one.client.call('2002', { extension: { note: 'hi' } });
  await all.world.advance(300);
  return all;
}

async function talking(engine: string): Promise<Two> {
  const all = await rung(engine);
  await all.two.client.accept();
  await all.world.advance(500);
  expect(all.one.client.getState().state).to.equal('connected');
  return all;
}

const CALLS: [string, (engine: string) => Promise<Two>, number[]][] = [
  ['call, accept, hang-up, receipts, confirmation, negotiation, status', async (engine) => {
    const all = await talking(engine);
    await all.two.client.setCamera(false);
    await all.one.client.hangup('bye');
    return all;
  }, [0, 2, 4, 100, 101, 102, 103]],
  ['hang-up without a reason', async (engine) => {
    const all = await talking(engine);
    await all.two.client.hangup();
    return all;
  }, [4]],
  ['cancel', async (engine) => {
    const all = await rung(engine);
    await all.one.client.cancelCall();
    return all;
  }, [1]],
  ['cancel after the timeout', async (engine) => {
    const all = await rung(engine);
    await all.world.advance(15_000);
    return all;
  }, [1]],
  ['reject', async (engine) => {
    const all = await rung(engine);
    await all.two.client.reject('later');
    return all;
  }, [3]],
  ['reject without a reason', async (engine) => {
    const all = await rung(engine);
    await all.two.client.reject();
    return all;
  }, [3]],
  ['busy', async (engine) => {
    const all = await talking(engine);
    const three = await all.world.page('3003', { engine });
    await three.client.call('2002', { type: 'audio' });
    return all;
  }, [3, 10]],
  ['not prepared', async (engine) => {
    const all = await two(engine);
    await all.world.page('4004', { engine, prepare: false });
    await all.one.client.call('4004');
    return all;
  }, [3]],
  ['leaving the page', async (engine) => {
    const all = await rung(engine);
    all.two.client.leave();
    return all;
  }, [3]],
];

describe('what goes out is safe for native clients', () => {
  for (const engine of ['fake', 'agora']) {
    for (const [name, run, actions] of CALLS) {
      it(`${name} (${engine})`, async () => {
        const { world } = await run(engine);
        await world.advance(1_000);
        const sent = parseSent(world);
        for (const message of sent) expectNativeSafe(message);
        expect(sent.map((message) => message.message_action)).to.include.members(actions);
      });
    }
  }

  it('the checker itself objects to what it should', async () => {
    const { world } = await rung('agora');
    const call = parseSent(world)[0]!;
    expectNativeSafe(call);
    const wrong = [{ message_version: 1 }, { message_timestamp: 1 }, { fromUserId: '1001' }, { callId: '' }, { fromRoomId: '' }, { fromUserExtension: undefined }, { remoteUserId: 2 ** 31 }, { hangupReason: null }];
    for (const change of wrong) expect(() => expectNativeSafe({ ...call, ...change }), JSON.stringify(change)).to.throw();
  });

  it('odd reasons of a page do not reach the wire as something else than text', async () => {
    for (const odd of [null, 5, { isTrusted: true }] as unknown as string[]) {
      const all = await rung('agora');
      await all.two.client.reject(odd).catch(() => all.two.client.reject());
      const talk = await talking('agora');
      await talk.one.client.hangup(odd).catch(() => talk.one.client.hangup());
      for (const message of [...parseSent(all.world), ...parseSent(talk.world)]) expectNativeSafe(message);
    }
  });
});

describe('the kit keeps its own actions from native clients', () => {
  it('as their caller', async () => {
    const { world, page, native } = await nativePair();
    const callId = await page.client.call('9009');
    await world.advance(300);
    await native.say('1001', 2, { callId, messageId: 1 });
    await world.advance(300);
    expect(page.client.getState().state).to.equal('connecting');
    await page.client.setCamera(false);
    await page.client.hangup();
    await world.advance(5_000);
    expect(native.actions()).to.deep.equal([0, 4]);
    for (const message of parseSent(world, '1001')) expectNativeSafe(message);
  });

  it('as their callee', async () => {
    const { world, page, native } = await nativePair();
    await native.say('1001', 0, { callId: 'UPPER', fromRoomId: '9009', remoteUserId: 1001, messageId: 1, fromUserExtension: {} });
    await world.advance(300);
    await page.client.accept();
    await world.advance(300);
    await page.client.setMicrophone(false);
    await page.client.hangup();
    await world.advance(5_000);
    expect(native.actions()).to.deep.equal([2, 4]);
    for (const message of parseSent(world, '1001')) expectNativeSafe(message);
  });
});
