import { RtcWorld } from './rtc-world.ts';

/** Some two seconds of the fake camera. */
const MANY_FRAMES = 30;
/** More packets than one for each frame. */
const LARGE = { encoder: '480p_1' } as const;

describe('RTC: media that is lost', () => {
  const world = new RtcWorld();

  for (const percent of [5, 15]) {
    it(`of ${percent} percent of the packets: pictures go on moving, repaired by packets that are sent again`, async () => {
      const [alice, bob] = await world.call(world.room(), LARGE);
      world.rtc.media.lose(percent);
      await bob.do('untilRepaired');
      await Promise.all([bob.sees(1, MANY_FRAMES), alice.sees(2, MANY_FRAMES), bob.hears(1), alice.hears(2)]);
    });
  }

  it('up: who receives asks for what is missing, and who sends is told of the loss and of the round trip', async () => {
    const [alice, bob] = await world.call(world.room(), LARGE);
    world.rtc.media.lose({ up: 20 }, 1);
    await bob.do('untilRepaired');
    await alice.do('untilToldOfLoss');
    await bob.sees(1, MANY_FRAMES);
  });
});
