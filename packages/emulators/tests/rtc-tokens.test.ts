import { expect } from 'chai';
import { RtcWorld, succeeded } from './rtc-world.ts';

const OTHER_CERTIFICATE = '0123456789abcdef0123456789abcdef';

describe('RTC: tokens', () => {
  const world = new RtcWorld();

  it('that are no good are refused, each in its way', async () => {
    const room = world.room();
    const alice = await world.open(room, 1, { token: undefined });
    const bad = [
      [{ token: undefined }, 'dynamic use static key'],
      [{ token: world.token(room, 1, { certificate: OTHER_CERTIFICATE }) }, 'invalid token, authorized failed'],
      [{ token: world.token('elsewhere', 1) }, 'invalid token, authorized failed'],
      [{ token: world.token(room, 7) }, 'invalid token, authorized failed'],
      [{ token: world.token(room, 1, { expiresIn: -5 }) }, 'dynamic key or token timeout'],
      [{ appId: '00000000000000000000000000000000' }, 'invalid vendor key, can not find appid'],
    ] as const;
    for (const [instead, reason] of bad) expect(await alice.do('join', instead)).to.match(new RegExp(`^CAN_NOT_GET_GATEWAY_SERVER: .*${reason}`));
    expect(world.rtc.members(room)).to.deep.equal([]);
    await succeeded(alice.do('join', { token: world.token(room, 1) }));
  });

  it('one for any user and any channel is good', async () => {
    await world.join(world.room(), 1, { token: world.token('*', 0) });
  });

  it('is warned of ahead, and the call goes on with a new one', async () => {
    const room = world.room();
    const [alice, bob] = await Promise.all([world.open(room, 1), world.open(room, 2)]);
    // The warning comes 30 s ahead, so at once.
    await succeeded(alice.do('join', { token: world.token(room, 1, { expiresIn: 12 }) }));
    await alice.untilEvent('token-privilege-will-expire');
    await succeeded(alice.do('renew', world.token(room, 1)));
    await succeeded(bob.do('join', { token: world.token(room, 2, { expiresIn: 12 }) }));
    // Later than Alice's first token would have ended.
    await bob.untilEvent('token-privilege-did-expire');
    expect(await alice.page.evaluate(() => window.rtc.client.connectionState)).to.equal('CONNECTED');
  });

  it('that ends throws its user out', async () => {
    const room = world.room();
    const alice = await world.join(room, 1);
    const phone = world.rtc.join(room, 'phone');
    world.rtc.warnOfTokenExpiry(room, 1);
    await alice.untilEvent('token-privilege-will-expire');
    world.rtc.expireToken(room, 1);
    await alice.untilEvent('token-privilege-did-expire');
    await alice.untilEvent('state DISCONNECTED TOKEN_EXPIRE');
    await phone.until(({ others }) => others.length === 0);
    expect(await alice.do('join')).to.contain('dynamic key or token timeout');
  });

  it('is not renewed with a bad one', async () => {
    const room = world.room();
    const alice = await world.join(room, 1);
    expect(await alice.do('renew', world.token('elsewhere', 1))).to.contain('ERR_NO_AUTHORIZED');
    expect(await alice.page.evaluate(() => window.rtc.client.connectionState)).to.equal('CONNECTED');
  });
});
