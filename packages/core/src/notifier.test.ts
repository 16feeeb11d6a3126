import { expect } from 'chai';
import { Mailbox } from './mailbox.ts';
import { Notifier } from './notifier.ts';

describe('Notifier: subscribers', () => {
  it('are told once of all that changed in one input, and again of the next change', () => {
    const mailbox = new Mailbox(() => {});
    const notifier = new Notifier(mailbox, () => {});
    let told = 0;
    notifier.subscribe(() => told++);
    mailbox.input(() => {
      for (let i = 0; i < 3; i++) notifier.changed();
    });
    expect(told).to.equal(1);
    notifier.changed();
    expect(told).to.equal(2);
  });

  it('hear nothing of a change that was before them', () => {
    const mailbox = new Mailbox(() => {});
    const notifier = new Notifier(mailbox, () => {});
    let told = 0;
    mailbox.input(() => {
      notifier.changed();
      notifier.subscribe(() => told++);
    });
    expect(told).to.equal(0);
  });
});
