import { expect } from 'chai';
import { onEmulators } from '@call-elements/emulators/page';
import { Random } from '@call-elements/testing';
import { World } from './testing/world.ts';

const SENDERS = 4;
const EACH = 150;

describe('Messages that the service keeps', () => {
  const world = new World();

  for (const seed of [1, 2]) {
    it(`arrive once each, and in the order of their sender, across sockets that end at any moment (seed ${seed})`, async function () {
      this.timeout(60_000);
      const random = new Random(seed);
      const { userId, witness } = await world.online('bob');
      const senders = await Promise.all(Array.from({ length: SENDERS }, () => world.online('sender')));
      const texts = Array.from({ length: EACH }, (_, index) => String(index));
      const send = async ({ client }: (typeof senders)[number]): Promise<void> => {
        for (const text of texts) await client.sendMessage(userId, text, { stored: true });
      };
      const arrived = (count: number): Promise<void> => witness.until(() => witness.messages.length >= Math.min(count, SENDERS * EACH));
      /** In the middle of fetching, again and again; once it also needs another connection object, which has seen nothing. */
      const interrupt = async (): Promise<void> => {
        for (let times = 0; times < 6; times++) {
          await arrived(witness.messages.length + Math.floor(random.between(1, 90)));
          if (times !== 2) {
            await onEmulators('easemob.sockets.cut', userId);
            continue;
          }
          // Only who is there has a token that ends; the cut before may not be over.
          while (!(await onEmulators('easemob.users.includes', userId)));
          await onEmulators('easemob.expireToken', userId);
        }
      };
      await Promise.all([...senders.map(send), interrupt()]);
      await arrived(SENDERS * EACH);
      // What would come a second time is here by then.
      await senders[0]!.client.sendMessage(userId, 'last', { stored: true });
      await witness.until(() => witness.messages.at(-1) === `${senders[0]!.userId}: last`);
      witness.messages.pop();
      for (const { userId: sender } of senders) {
        expect(witness.messages.filter((text) => text.startsWith(`${sender}: `))).to.deep.equal(texts.map((text) => `${sender}: ${text}`));
      }
      expect(witness.messages).to.have.length(SENDERS * EACH);
      expect(witness.states.filter((state) => state === 'reconnecting').length).to.be.greaterThan(2);
    });
  }
});
