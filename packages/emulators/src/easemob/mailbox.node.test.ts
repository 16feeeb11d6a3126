import { expect } from 'chai';
import { Ids } from './ids.ts';
import { Mailbox } from './mailbox.ts';
import { readParcel } from './message.ts';
import type { Parcel } from './message.ts';

const ids = new Ids();

const parcel = (onlineOnly = false): Parcel =>
  readParcel({ to: null, payload: Buffer.alloc(0), routetype: Number(onlineOnly) }, { id: ids.next(), from: { name: 'alice' }, timestamp: 1 });

describe('The mailbox of a device', () => {
  let mailbox: Mailbox;
  beforeEach(() => (mailbox = new Mailbox(ids)));

  function fill(peer: string, count: number): Parcel[] {
    const parcels = Array.from({ length: count }, () => parcel());
    for (const each of parcels) mailbox.put(peer, each);
    return parcels;
  }

  it('forgets nothing before it has arrived', () => {
    const parcels = fill('alice', 5);
    const first = mailbox.read('alice', 3)!;
    const again = mailbox.read('alice', 3)!;
    expect([first.parcels, again.parcels]).to.deep.equal([parcels.slice(0, 3), parcels.slice(0, 3)]);
    expect(first.key).not.to.equal(again.key);
    expect(mailbox.acknowledge(first.key)).to.deep.equal(parcels.slice(0, 3));
    expect(mailbox.parcels).to.deep.equal(parcels.slice(3));
  });

  it('forgets what was read, and not what came meanwhile', () => {
    fill('alice', 2);
    const { key } = mailbox.read('alice', 20)!;
    const late = fill('alice', 1);
    mailbox.acknowledge(key);
    expect(mailbox.parcels).to.deep.equal(late);
    mailbox.acknowledge(mailbox.read('alice', 20)!.key);
    expect([mailbox.parcels, mailbox.unread, mailbox.read('alice', 20)]).to.deep.equal([[], [], undefined]);
  });

  it('has a queue for each user, and knows no key but its own', () => {
    fill('alice', 2);
    fill('carol', 1);
    mailbox.acknowledge(ids.next());
    mailbox.acknowledge(mailbox.read('carol', 20)!.key);
    expect(mailbox.unread).to.deep.equal([{ peer: 'alice', count: 2 }]);
  });

  it('loses what was only for who is there', () => {
    const [kept] = fill('alice', 1);
    mailbox.put('alice', parcel(true));
    mailbox.put('carol', parcel(true));
    mailbox.forgetOnlineOnly();
    expect([mailbox.parcels, mailbox.unread.length]).to.deep.equal([[kept], 1]);
  });
});
