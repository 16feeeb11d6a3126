// Runs in the page: cameras that show a drawn person, since a test pattern makes a poor picture of a call.
const PEOPLE: Record<string, { wall: [string, string]; skin: string; hair: string; shirt: string; long: boolean }> = {
  alice: { wall: ['#d9c7a8', '#a9825c'], skin: '#e8b48f', hair: '#4a2a1a', shirt: '#1f6f5c', long: true },
  bob: { wall: ['#9fb8c6', '#5d7d93'], skin: '#b97f58', hair: '#1d1a1a', shirt: '#c9573f', long: false },
};

function draw(context: CanvasRenderingContext2D, name: string, time: number): void {
  const { wall, skin, hair, shirt, long } = PEOPLE[name] ?? PEOPLE['alice']!;
  const { width, height } = context.canvas;
  const sway = Math.sin(time / 900) * 6;
  const gradient = context.createLinearGradient(0, 0, width, height);
  wall.forEach((color, index) => gradient.addColorStop(index, color));
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
  const ellipse = (x: number, y: number, rx: number, ry: number, color: string): void => {
    context.fillStyle = color;
    context.beginPath();
    context.ellipse(width / 2 + x + sway, y, rx, ry, 0, 0, 2 * Math.PI);
    context.fill();
  };
  if (long) ellipse(0, 235, 118, 150, hair);
  ellipse(0, 520, 215, 170, shirt);
  ellipse(0, 345, 44, 60, skin);
  ellipse(0, 225, 88, 112, skin);
  ellipse(0, 150, 96, 58, hair);
  for (const side of [-1, 1]) ellipse(side * 34, 228, 8, 9, '#241712');
  context.strokeStyle = '#7c3a2c';
  context.lineWidth = 6;
  context.lineCap = 'round';
  context.beginPath();
  context.arc(width / 2 + sway, 262, 32, 0.25 * Math.PI, 0.75 * Math.PI);
  context.stroke();
}

function portrait(name: string): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 480;
  const context = canvas.getContext('2d')!;
  setInterval(() => draw(context, name, performance.now()), 50);
  return canvas.captureStream(20).getVideoTracks()[0]!;
}

const names = (new URLSearchParams(location.search).get('user') ?? 'alice,bob').split(',');
let cameras = 0;

/** Users of one page share its one camera, each with a clone of its track: so every clone shows the next person. */
function nextPerson(): MediaStreamTrack {
  const track = portrait(names[cameras++ % names.length]!);
  track.clone = nextPerson;
  return track;
}

const { getUserMedia } = navigator.mediaDevices;
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await getUserMedia.call(navigator.mediaDevices, constraints);
  for (const track of stream.getVideoTracks()) {
    stream.removeTrack(track);
    track.stop();
    const shown = portrait(names[0]!);
    shown.clone = nextPerson;
    stream.addTrack(shown);
  }
  return stream;
};
