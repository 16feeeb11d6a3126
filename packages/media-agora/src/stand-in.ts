/**
 * What the SDK gets to hold in place of a track. It stops what it holds, constrains it, switches `enabled` on and off with its own muting, and
 * feeds it to WebAudio; none of that may happen to a track that belongs to the page. So it holds a clone that is ended from the start, and
 * the real track is put into the RTCRtpSender (see outgoing.ts). `settingsOf`: what the SDK asks when it chooses how to encode.
 */
export function standIn(track: MediaStreamTrack, settingsOf: () => MediaTrackSettings): MediaStreamTrack {
  const ended = track.clone();
  ended.stop();
  // Ended tracks have no settings in some browsers, and take no constraints in any.
  return Object.assign(ended, { getSettings: settingsOf, applyConstraints: () => Promise.resolve() });
}
