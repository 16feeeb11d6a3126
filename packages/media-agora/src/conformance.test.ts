import type { MediaEngine, Track } from '@call-elements/core';
import { emulatorsInfo } from '@call-elements/emulators/page';
import { mediaConformance } from '@call-elements/testing/media-conformance';
import { fakeTracks, untilPicture, untilSound } from '@call-elements/testing/media-probes';
import { createAgoraMedia } from './index.ts';

mediaConformance('agora', async () => {
  const { appId } = await emulatorsInfo();
  const engine = (userId: string): MediaEngine => createAgoraMedia({ userId, appId });
  const made: MediaStreamTrack[] = [];
  return {
    caller: engine('alice'),
    callee: engine('bob'),
    async makeTracks() {
      const { audio, video } = await fakeTracks();
      made.push(audio, video);
      return { audio: audio as Track, video: video as Track };
    },
    untilPicture: (track) => untilPicture(track as MediaStreamTrack),
    untilSound: (track) => untilSound(track as MediaStreamTrack),
    dispose: () => made.forEach((track) => track.stop()),
  };
});
