import { expect } from 'chai';
import { Mailbox } from './mailbox.ts';

describe('Mailbox', () => {
  it('runs an input at once, and those that come meanwhile after it, in order', () => {
    const mailbox = new Mailbox(() => {});
    const ran: string[] = [];
    mailbox.input(() => {
      mailbox.input(() => ran.push('second'));
      mailbox.input(() => ran.push('third'));
      ran.push('first');
    });
    expect(ran).to.deep.equal(['first', 'second', 'third']);
  });

  it('tells what an input led to before the next input', () => {
    const mailbox = new Mailbox(() => {});
    const ran: string[] = [];
    mailbox.input(() => {
      mailbox.input(() => ran.push('input'));
      mailbox.notify(() => {
        mailbox.notify(() => ran.push('told of the telling'));
        mailbox.input(() => ran.push('last input'));
        ran.push('told');
      });
    });
    expect(ran).to.deep.equal(['told', 'told of the telling', 'input', 'last input']);
  });

  it('tells at once what comes of no input', () => {
    const ran: string[] = [];
    new Mailbox(() => {}).notify(() => ran.push('told'));
    expect(ran).to.deep.equal(['told']);
  });

  it('goes on after a task that throws, and says so', () => {
    const errors: unknown[] = [];
    const mailbox = new Mailbox((error) => errors.push(error));
    const bad = new Error('bad');
    let ran = 0;
    mailbox.input(() => {
      mailbox.input(() => ran++);
      throw bad;
    });
    mailbox.input(() => ran++);
    expect(ran).to.equal(2);
    expect(errors).to.deep.equal([bad]);
  });
});
