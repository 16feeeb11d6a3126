import { expect } from 'chai';
import { MediaWeather } from './media-faults.ts';

const MEDIA = Buffer.from([0x80, 96]);
const CHECK = Buffer.from([0, 1]);

function passing(weather: MediaWeather, user: number | string, direction: 'up' | 'down', datagram = MEDIA, count = 1000): boolean[] {
  const link = weather.linkOf(user);
  return Array.from({ length: count }, () => {
    let passed = false;
    link.pass(direction, datagram, () => (passed = true));
    return passed;
  });
}

const share = (passed: boolean[]): number => passed.filter(Boolean).length / passed.length;

describe('media faults', () => {
  it('none at first', () => {
    expect(share(passing(new MediaWeather(), 1, 'up'))).to.equal(1);
  });

  it('a number is for down; only media is lost; the same seed loses the same', () => {
    const [one, other] = [new MediaWeather(), new MediaWeather()];
    for (const weather of [one, other]) {
      weather.seed = 5;
      weather.lose(20);
    }
    const lost = passing(one, 1, 'down');
    expect(share(lost)).to.be.within(0.75, 0.85);
    expect(passing(other, 1, 'down')).to.deep.equal(lost);
    expect(share(passing(one, 1, 'up'))).to.equal(1);
    expect(share(passing(one, 1, 'down', CHECK))).to.equal(1);
  });

  it('one user’s own comes before everybody’s', () => {
    const weather = new MediaWeather();
    weather.lose({ up: 100, down: 100 });
    weather.lose(0, 'bob');
    expect(share(passing(weather, 'alice', 'up'))).to.equal(0);
    expect(share(passing(weather, 'bob', 'up'))).to.equal(1);
    weather.heal();
    expect(share(passing(weather, 'alice', 'down'))).to.equal(1);
  });

  it('in a blackout nothing passes, until it ends', async () => {
    const weather = new MediaWeather();
    const over = weather.blackoutFor(1, 1);
    expect(share(passing(weather, 1, 'up', CHECK))).to.equal(0);
    expect(share(passing(weather, 2, 'up', CHECK))).to.equal(1);
    await over;
    expect(share(passing(weather, 1, 'up', CHECK))).to.equal(1);
  });

  it('the end of one blackout is not that of another', async () => {
    const weather = new MediaWeather();
    const over = weather.blackoutFor(1, 1);
    weather.heal();
    weather.blackout();
    await over;
    expect(share(passing(weather, 1, 'up'))).to.equal(0);
    expect(share(passing(weather, 2, 'up'))).to.equal(0);
  });

  it('what is delayed comes, later', async () => {
    const weather = new MediaWeather();
    weather.delay(1);
    let passed = false;
    const arrived = new Promise<void>((resolve) =>
      weather.linkOf(1).pass('up', MEDIA, () => {
        passed = true;
        resolve();
      }),
    );
    expect(passed).to.equal(false);
    await arrived;
  });

  it('a loss that is none is refused', () => {
    for (const percent of [-1, 101, Number.NaN]) expect(() => new MediaWeather().lose(percent)).to.throw('accepted is 0 to 100');
  });
});
