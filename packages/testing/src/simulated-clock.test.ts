import { expect } from 'chai';
import { SimulatedClock } from './simulated-clock.ts';

describe('SimulatedClock', () => {
  it('runs tasks by time, then by the order of scheduling', async () => {
    const clock = new SimulatedClock();
    const ran: string[] = [];
    clock.schedule(20, () => ran.push(`c at ${clock.now()}`));
    clock.schedule(10, () => ran.push(`a at ${clock.now()}`));
    clock.schedule(10, () => ran.push(`b at ${clock.now()}`));
    await clock.advance(15);
    expect(ran).to.deep.equal(['a at 10', 'b at 10']);
    expect(clock.now()).to.equal(15);
    await clock.advance(10);
    expect(ran).to.have.length(3);
  });

  it('lets promises settle between tasks, and runs what they schedule', async () => {
    const clock = new SimulatedClock();
    const ran: number[] = [];
    clock.schedule(5, () => void Promise.resolve().then(() => clock.schedule(5, () => ran.push(clock.now()))));
    clock.schedule(20, () => ran.push(clock.now()));
    await clock.advance(30);
    expect(ran).to.deep.equal([10, 20]);
  });

  it('cancels, and forgets what it ran', async () => {
    const clock = new SimulatedClock();
    let ran = 0;
    const stop = clock.schedule(10, () => ran++);
    clock.schedule(10, () => ran++);
    stop();
    await clock.advance(10);
    expect([ran, clock.pending]).to.deep.equal([1, 0]);
  });

  it('never goes back: a negative delay runs now', async () => {
    const clock = new SimulatedClock();
    await clock.advance(100);
    let at = 0;
    clock.schedule(-50, () => (at = clock.now()));
    await clock.advance(0);
    expect(at).to.equal(100);
  });

  it('a view counts its own tasks only', async () => {
    const clock = new SimulatedClock();
    const [one, other] = [clock.view(), clock.view()];
    const stop = one.schedule(10, () => {});
    one.schedule(20, () => {});
    other.schedule(30, () => {});
    expect([one.pending, other.pending]).to.deep.equal([2, 1]);
    stop();
    stop();
    await clock.advance(25);
    expect([one.pending, other.pending]).to.deep.equal([0, 1]);
    expect(one.now()).to.equal(clock.now());
  });

  it('says how far it moves before anything happens', async () => {
    const clock = new SimulatedClock();
    const moves: (number | string)[] = [];
    clock.onMove = (ms) => moves.push(ms);
    for (const ms of [10, 250]) clock.schedule(ms, () => moves.push('ran'));
    await clock.advance(300);
    expect(moves).to.deep.equal([10, 'ran', 240, 'ran']);
  });
});

describe('PageClock', () => {
  it('its wall clock may be wrong, and be set; durations do not notice', async () => {
    const clock = new SimulatedClock();
    const page = clock.view();
    page.skew = -5_000;
    expect(page.wallTime()).to.equal(clock.wallTime() - 5_000);
    expect(page.now()).to.equal(clock.now());
  });

  it('in the background its timers run at full seconds; in front again, what is late runs at once', async () => {
    const clock = new SimulatedClock();
    const page = clock.view();
    const times: number[] = [];
    const note = () => times.push(clock.now());
    page.throttle(1_000);
    page.schedule(300, note);
    page.schedule(1_000, note);
    const stop = page.schedule(1_100, note);
    page.schedule(1_200, note);
    await clock.advance(1_500);
    expect(times).to.deep.equal([1_000, 1_000]);
    expect(page.pending).to.equal(2);
    stop();
    page.throttle(0);
    await clock.advance(0);
    expect(times).to.deep.equal([1_000, 1_000, 1_500]);
    expect(page.pending).to.equal(0);
  });

  it('stops with its page, and no other', async () => {
    const clock = new SimulatedClock();
    const [gone, other] = [clock.view(), clock.view()];
    const ran: string[] = [];
    gone.schedule(10, () => ran.push('gone'));
    other.schedule(20, () => ran.push('other'));
    gone.stop();
    await clock.advance(50);
    expect(ran).to.deep.equal(['other']);
  });
});
