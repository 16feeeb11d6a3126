/// <reference lib="dom" />
// What media tests look at: decoded pixels and the energy of sound, never flags. Browser only, and the only file of this package that is.

const BLACK = 12;

/** Opens the first fake camera and microphone. Whoever calls stops the tracks. */
export async function fakeTracks(): Promise<{ audio: MediaStreamTrack; video: MediaStreamTrack }> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } });
  return { audio: stream.getAudioTracks()[0]!, video: stream.getVideoTracks()[0]! };
}

/** A picture of one colour (a CSS colour), 10 times a second. */
export function colourTrack(colour: string): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  const context = canvas.getContext('2d')!;
  const paint = () => {
    context.fillStyle = colour;
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  paint();
  const track = canvas.captureStream(10).getVideoTracks()[0]!;
  const painting = setInterval(() => (track.readyState === 'ended' ? clearInterval(painting) : paint()), 100);
  return track;
}

/** Resolves with the mean colour of the first decoded frame of `track` that `matches`; by default, one that is not black. */
export async function untilPicture(
  track: MediaStreamTrack,
  matches: (rgb: [number, number, number]) => boolean = ([red, green, blue]) => 0.3 * red + 0.6 * green + 0.1 * blue > BLACK,
): Promise<[number, number, number]> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  void video.play().catch(() => {});
  try {
    for (;;) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      const colour = meanColour(video);
      if (matches(colour)) return colour;
    }
  } finally {
    video.srcObject = null;
  }
}

function meanColour(video: HTMLVideoElement): [number, number, number] {
  const context = Object.assign(document.createElement('canvas'), { width: 16, height: 12 }).getContext('2d')!;
  context.drawImage(video, 0, 0, 16, 12);
  const { data } = context.getImageData(0, 0, 16, 12);
  const mean = (offset: number) => data.reduce((sum, value, index) => (index % 4 === offset ? sum + value : sum), 0) / (data.length / 4);
  return [mean(0), mean(1), mean(2)];
}

/** Resolves when `track` carries sound. */
export async function untilSound(track: MediaStreamTrack): Promise<void> {
  // Chromium gives a remote track to WebAudio only while some element pulls it.
  const pull = document.createElement('audio');
  pull.muted = true;
  pull.srcObject = new MediaStream([track]);
  void pull.play().catch(() => {});
  const context = new AudioContext();
  try {
    await context.resume();
    // Two thirds of a second at a look, since the fake microphone beeps once a second.
    const analyser = Object.assign(context.createAnalyser(), { fftSize: 32_768 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    for (;;) {
      analyser.getFloatTimeDomainData(samples);
      if (samples.some((sample) => Math.abs(sample) > 0.01)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    pull.srcObject = null;
    await context.close();
  }
}
