import type { Track } from '@call-elements/core';
import { mediaConformance } from '@call-elements/testing/media-conformance';
import { fakeTracks, untilPicture, untilSound } from '@call-elements/testing/media-probes';
import { createWebrtcMedia } from './index.ts';

mediaConformance('webrtc', () => {
  const made: MediaStreamTrack[] = [];
  return {
    caller: createWebrtcMedia({ userId: 'alice' }),
    callee: createWebrtcMedia({ userId: 'bob' }),
    async makeTracks() {
      const { audio, video } = await fakeTracks();
      made.push(audio, video);
      return { audio: audio as Track, video: video as Track };
    },
    untilPicture: (track) => untilPicture(track as MediaStreamTrack),
    untilSound: (track) => untilSound(track as MediaStreamTrack),
    dispose: () => made.forEach((track) => track.stop()),
  };
}, { tells: true, negotiates: true });
