import { setTimeout as after } from 'node:timers/promises';
import { expect } from 'chai';
import type { BrowserEnd } from './browser-end.ts';
import { Channel } from './channel.ts';
import type { Connection } from './connection.ts';
import { Session } from './session.ts';

describe('a session', () => {
  const channel = new Channel('room');
  const end = { close: () => {} } as BrowserEnd;
  const socket = (): Connection => ({}) as Connection;
  let lost = 0;
  let session: Session;

  beforeEach(() => {
    lost = 0;
    const who = { uid: 1, account: undefined, isHost: true };
    session = new Session({ channel, who, id: 'id', end, graceMs: () => 5, tokenWarningMs: 0, lost: () => lost++, expired: () => {} });
  });

  it('is lost when no socket follows the one that closed', async () => {
    const first = socket();
    session.attach(first);
    session.detach(first);
    expect(lost).to.equal(0);
    await after(20);
    expect(lost).to.equal(1);
  });

  it('is not when one follows, also before the old one is known to be closed', async () => {
    const [first, second, third] = [socket(), socket(), socket()];
    session.attach(first);
    session.detach(first);
    session.attach(second);
    session.attach(third);
    session.detach(second);
    await after(20);
    expect(lost).to.equal(0);
  });

  it('is not once it is over', async () => {
    const first = socket();
    session.attach(first);
    session.close();
    session.detach(first);
    await after(20);
    expect(lost).to.equal(0);
  });
});
