import { expect } from 'chai';
import { Channel } from './channel.ts';
import type { MediaEnd } from './forwarder.ts';
import { Member } from './member.ts';
import type { StreamType } from './wire.ts';

const NO_MEDIA: MediaEnd = { sendRtp: () => {}, sendRtcp: () => {} };

function join(channel: Channel, uid: number, isHost = true): { member: Member; heard: string[] } {
  const heard: string[] = [];
  const member = new Member({ uid, account: undefined, isHost }, NO_MEDIA, { notify: (type, message) => void heard.push(`${type} ${(message as { uid: number }).uid}`), close: () => {} });
  channel.enter(member);
  return { member, heard };
}

const stream = (type: StreamType, ssrc: number) => ({ type, ssrc, rtx: undefined });

describe('a channel', () => {
  let channel: Channel;
  beforeEach(() => {
    channel = new Channel('room');
  });
  afterEach(() => channel.forwarder.close());

  it('tells a newcomer of everybody before their streams, and others of the newcomer', () => {
    const alice = join(channel, 1);
    channel.publish(alice.member, [stream('audio', 11), stream('high', 12), stream('low', 13)]);
    channel.mute(alice.member, 'audio', true);
    const bob = join(channel, 2);
    expect(bob.heard).to.deep.equal(['on_user_online 1', 'on_add_audio_stream 1', 'mute_audio 1', 'on_add_video_stream 1']);
    expect(alice.heard).to.deep.equal(['on_user_online 2']);
  });

  it('does not show an audience', () => {
    const alice = join(channel, 1);
    const bob = join(channel, 2, false);
    join(channel, 3);
    expect(alice.heard).to.deep.equal(['on_user_online 3']);
    channel.changeRole(bob.member, true);
    channel.changeRole(bob.member, true);
    channel.changeRole(bob.member, false);
    expect(alice.heard.slice(1)).to.deep.equal(['on_user_online 2', 'on_user_offline 2']);
    channel.leave(bob.member, 'Quit');
    expect(alice.heard).to.have.length(3);
  });

  it('an end of one kind is told as muted, its return as new and unmuted; the end of all as such', () => {
    const alice = join(channel, 1);
    const bob = join(channel, 2);
    channel.publish(alice.member, [stream('audio', 11), stream('high', 12)]);
    bob.heard.length = 0;
    channel.unpublish(alice.member, ['audio']);
    const carol = join(channel, 3);
    channel.publish(alice.member, [stream('audio', 21)]);
    channel.unpublish(alice.member, ['audio', 'high']);
    expect(bob.heard).to.deep.equal(['mute_audio 1', 'on_user_online 3', 'on_add_audio_stream 1', 'unmute_audio 1', 'on_remove_stream 1']);
    expect(carol.heard.slice(0, 3), 'who comes in between hears of the rest only').to.deep.equal(['on_user_online 1', 'on_add_video_stream 1', 'on_user_online 2']);
  });

  it('the screen is shown in place of the camera', () => {
    const alice = join(channel, 1);
    channel.publish(alice.member, [stream('high', 12)]);
    channel.publish(alice.member, [stream('screen', 14)]);
    expect(channel.peersOf(join(channel, 2).member)).to.deep.include.members([
      {
        ...alice.member.about,
        audio: false,
        video: true,
        audio_ssrc: undefined,
        video_ssrc: 14,
        audio_mute: false,
        video_mute: false,
        audio_enable_local: true,
        video_enable_local: true,
      },
    ]);
  });
});
