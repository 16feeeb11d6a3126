import { expect } from 'chai';
import { RtcWorld, succeeded } from './rtc-world.ts';

describe('RTC: a native client', () => {
  const world = new RtcWorld();

  it('sees who comes, what they publish and mute, and that they leave; and is seen', async () => {
    const room = world.room();
    const native = world.rtc.join(room, 'phone');
    const alice = await world.join(room, 1);
    await alice.untilEvent('user-joined phone');
    await native.until(({ others }) => others.some(({ name }) => name === 1));
    await succeeded(alice.do('publish'));
    await Promise.all([native.untilPublished(1, 'audio'), native.untilPublished(1, 'video')]);
    await succeeded(alice.do('mute', 'audio', true));
    await native.until(({ others }) => others[0]!.publishes.audio!.muted);
    await succeeded(alice.do('leave'));
    await native.until(({ others }) => others.length === 0);
    const told = native.notifications.map(({ type }) => type);
    expect(told[0]).to.equal('on_user_online');
    expect(told.slice(1, 3)).to.have.members(['on_add_audio_stream', 'on_add_video_stream']);
    expect(told.slice(3)).to.deep.equal(['mute_audio', 'on_user_offline']);
  });

  it('gets packets of who it subscribes to, and of nobody else', async () => {
    const room = world.room();
    await world.call(room);
    const native = world.rtc.join(room, 3);
    const sound = native.subscribe(1, 'audio');
    const picture = native.subscribe(2, 'video');
    await Promise.all([sound.more(50), picture.more(50)]);
    expect(sound.bytes).to.be.greaterThan(0);
    expect(picture.bytes).to.be.greaterThan(picture.packets * 100);
    sound.unsubscribe();
    const { packets } = sound;
    await picture.more(50);
    expect(sound.packets).to.equal(packets);
    expect(() => native.subscribe(4, 'video')).to.throw('User 4 publishes no video');
  });

  it('publishes what was recorded of a page, again and again', async () => {
    const room = world.room();
    const alice = await world.join(room, 1);
    await succeeded(alice.do('publish'));
    const native = world.rtc.join(room, 3);
    await Promise.all([native.untilPublished(1, 'audio'), native.untilPublished(1, 'video')]);
    const [sound, picture] = [native.subscribe(1, 'audio'), native.subscribe(1, 'video')];
    const recordings = await Promise.all([sound.record(2000), picture.record(2000)]);
    await succeeded(alice.do('leave'));

    const bob = await world.join(room, 2);
    for (const recording of recordings) native.publish(recording);
    await Promise.all([bob.untilSubscribed(3, 'audio'), bob.untilSubscribed(3, 'video')]);
    // Longer than the recording: it has begun again in between.
    await Promise.all([bob.hears(3), bob.sees(3, 45)]);
    native.mute('video', true);
    await bob.untilEvent('user-unpublished 3 video');
    native.mute('video', false);
    await bob.untilEvent('user-published 3 video');
    await bob.sees(3);
    native.leave();
    await bob.untilEvent('user-left 3 Quit');
  });

  it('its packets are repaired too, when some are lost', async () => {
    const room = world.room();
    const alice = await world.join(room, 1);
    await succeeded(alice.do('publish', ['video']));
    const native = world.rtc.join(room, 3);
    await native.untilPublished(1, 'video');
    const recording = await native.subscribe(1, 'video').record(2000);
    const bob = await world.join(room, 2);
    native.publish(recording);
    await bob.untilSubscribed(3, 'video');
    world.rtc.media.lose(10, 2);
    await bob.sees(3, 45);
  });

  it('can go as one who timed out, and be thrown out by the same uid', async () => {
    const room = world.room();
    const alice = await world.join(room, 1);
    world.rtc.join(room, 3).leave('ServerTimeOut');
    await alice.untilEvent('user-left 3 ServerTimeOut');
    const native = world.rtc.join(room, 4);
    await world.join(room, 4);
    expect(native.isIn).to.equal(false);
    expect(native.notifications.at(-1)).to.deep.equal({ type: 'on_notification', message: { code: 2003 } });
  });
});
