import type { CallType, TrackKind } from '@call-elements/core';
import { Random } from '../random.ts';
import { ACTIVE_MS } from './schedule.ts';
import type { Deed, Device, Schedule, Setup, Step, Weather } from './schedule.ts';

/** The schedule of a seed: some people, a network that is bad in its own way, and what they do. */
export function generate(seed: number): Schedule {
  const random = new Random(seed);
  const cast = castOf(random);
  const setup: Setup = {
    ...cast,
    weather: weather(random, cast.backend),
    media: { latency: random.pick([20, 20, 200, 3_000]), broken: random.chance(0.12) ? 0.3 : 0 },
  };
  return { seed, setup, steps: stepsOf(random, setup) };
}

/** Who is there. On `rtm` users have numbers, since CallAPI's own apps know no other. */
function castOf(random: Random): Pick<Setup, 'backend' | 'devices'> {
  const backend = random.pick(['local', 'local', 'local', 'store', 'rtm', 'rtm', 'rtm'] as const);
  const users = backend === 'rtm' ? ['1001', '1002', '1003'] : ['alice', 'bob', 'carol'];
  const kits = (names: readonly (string | undefined)[]) => names.map((name) => kit(random, name!));
  const [a, b, c] = users;
  const shape = random.next();
  if (backend === 'rtm') {
    // One device for each user there: a second one takes its place in the room (DESIGN "Early media").
    if (shape < 0.45) return { backend, devices: kits([a, b]) };
    const app = native(random, b!);
    return { backend, devices: [...kits([a]), app, ...(shape > 0.8 ? kits([c]) : [])] };
  }
  if (shape < 0.6) return { backend, devices: kits([a, b]) };
  if (shape < 0.75) return { backend, devices: kits([a, b, c]) };
  return { backend, devices: kits(shape < 0.9 ? [a, b, b] : [a, a, b, b]) };
}

function kit(random: Random, user: string): Device {
  const refused: TrackKind[] = [];
  if (random.chance(0.12)) refused.push('video');
  if (random.chance(0.08)) refused.push('audio');
  return {
    user,
    kind: 'kit',
    ring: random.pick([3_000, 8_000, 15_000]),
    eager: random.chance(0.1),
    early: random.pick(['receive', 'receive', 'receive', 'warm', 'none', 'full']),
    granted: random.chance(0.5),
    prompt: random.pick([0, 0, 30, 500, 4_000, 4_000, 90_000]),
    refused,
    resumes: random.chance(0.5),
    skew: random.chance(0.3) ? Math.round(random.between(-3_600_000, 3_600_000)) : 0,
  };
}

function native(random: Random, user: string): Device {
  return { user, kind: random.pick(['ios', 'android']), ring: random.pick([5_000, 15_000]), eager: random.chance(0.15), early: random.chance(0.8) ? 'full' : 'none' };
}

function weather(random: Random, backend: Setup['backend']): Weather {
  const bad = random.chance(0.6);
  // The signalling of CallAPI's apps loses nothing, so nothing is sent twice to them.
  const loses = bad && backend !== 'rtm';
  return {
    drop: loses ? random.between(0, 0.35) : 0,
    duplicate: loses ? random.between(0, 0.3) : 0,
    refuse: loses && random.chance(0.3) ? random.between(0, 0.3) : 0,
    minDelay: 5,
    maxDelay: random.pick([10, 100, 400, 2_000]),
  };
}

function stepsOf(random: Random, setup: Setup): Step[] {
  const steps: Step[] = [];
  const someone = () => Math.floor(random.next() * setup.devices.length);
  const add = (at: number, who: number, deed: Deed) => void steps.push({ at: Math.round(at), who, ...deed });
  // Some days are quiet: nobody's next click repairs what went wrong.
  const taps = random.chance(0.5) ? 3 : 4 + Math.floor(random.next() * 9);
  for (let i = 0; i < taps; i++) add(random.between(0, ACTIVE_MS), someone(), { do: 'tap', pick: random.next() });
  if (random.chance(0.5)) for (let i = 0; i < 2; i++) add(random.between(0, ACTIVE_MS), someone(), wrongMoment(random, setup));
  if (random.chance(0.45)) for (let i = random.next(); i < 1.5; i += 0.5) add(random.between(0, ACTIVE_MS), someone(), trouble(random));
  if (random.chance(0.2)) conversation(random, setup, add);
  if (random.chance(0.3)) crossing(random, setup, add);
  if (setup.backend === 'rtm' && random.chance(0.25)) match(random, setup, add);
  return steps.toSorted((one, other) => one.at - other.at);
}

const others = ({ devices }: Setup, who: number): string[] => [...new Set(devices.map(({ user }) => user))].filter((user) => user !== devices[who]!.user);

/** Both dial in the same moment more often than chance would have it, and both act in the same moment of a call. */
function crossing(random: Random, setup: Setup, add: (at: number, who: number, deed: Deed) => void): void {
  const at = random.between(0, ACTIVE_MS / 2);
  const type = (): CallType => (random.chance(0.7) ? 'video' : 'audio');
  const first = 0;
  const second = setup.devices.findIndex(({ user }) => user !== setup.devices[first]!.user);
  const dial = (who: number, other: number): Deed => ({ do: 'dial', to: setup.devices[other]!.user, type: type() });
  add(at, first, dial(first, second));
  if (random.chance(0.5)) return add(at + random.between(0, 30), second, dial(second, first));
  const answered = at + random.between(50, 4_000);
  add(answered, second, { do: random.pick(['accept', 'accept', 'accept', 'reject'] as const) });
  const crossed = answered + random.between(-10, 40);
  add(crossed, first, random.pick<Deed>([{ do: 'cancel' }, { do: 'hangup' }, { do: 'redial', to: setup.devices[second]!.user }]));
  if (random.chance(0.5)) add(crossed + random.between(0, 20), second, { do: 'hangup' });
}

/** Two who talk for a while, and change their minds about the picture. */
function conversation(random: Random, setup: Setup, add: (at: number, who: number, deed: Deed) => void): void {
  const at = random.between(0, ACTIVE_MS / 4);
  const second = setup.devices.findIndex(({ user }) => user !== setup.devices[0]!.user);
  add(at, 0, { do: 'dial', to: setup.devices[second]!.user, type: random.pick(['audio', 'video']) });
  add(at + random.between(1_000, 2_500), second, { do: 'accept', camera: true });
  let later = at + 4_000;
  for (let i = random.next(); i < 2; i += 0.5) {
    if (random.chance(0.3)) add(later, random.pick([0, second]), { do: 'reload', ms: Math.round(random.between(50, 3_000)) });
    const deed: Deed = random.chance(0.7) ? { do: 'switch', type: random.pick(['audio', 'video', 'video']) } : { do: 'camera', on: random.chance(0.5) };
    const who = random.pick([0, second]);
    add(later, who, deed);
    // The other one clicks the same, soon or at the same moment.
    if (random.chance(0.6)) add(later + random.pick([0, 5, 20, 800]), who === 0 ? second : 0, deed);
    later += random.between(10, 3_000);
  }
}

function match(random: Random, setup: Setup, add: (at: number, who: number, deed: Deed) => void): void {
  const at = random.between(0, ACTIVE_MS / 2);
  const to = random.pick(others(setup, 0));
  add(at, 0, { do: 'match', to });
  for (const [who, { user }] of setup.devices.entries()) if (who === 0 || user === to) add(at + random.between(300, 3_000), who, { do: 'accept' });
  if (random.chance(0.3)) add(at + random.between(100, 8_000), 0, { do: 'unmatch' });
}

/** Clicks that fit no button. */
function wrongMoment(random: Random, setup: Setup): Deed {
  const users = [...new Set(setup.devices.map(({ user }) => user))];
  return random.pick<Deed>([
    { do: 'dial', to: random.pick(users), type: random.chance(0.7) ? 'video' : 'audio' },
    { do: 'accept', camera: random.chance(0.8) },
    { do: 'reject' },
    { do: 'cancel' },
    { do: 'hangup' },
    { do: 'microphone', on: random.chance(0.5) },
    { do: 'camera', on: random.chance(0.5) },
    { do: 'select', kind: random.pick(['audio', 'video']) },
    { do: 'switch', type: random.pick(['audio', 'video']) },
    { do: 'prepare' },
    { do: 'leave' },
    { do: 'deinitialize' },
    { do: 'forge', action: random.pick([0, 1, 2, 3, 4, 10, 100, 101, 102, 103]), as: random.pick(['self', 'peer']), kit: random.chance(0.6) },
    { do: 'forge', action: random.pick([1, 2, 3, 4]), as: 'peer', kit: random.chance(0.6) },
  ]);
}

function trouble(random: Random): Deed {
  return random.pick<Deed>([
    { do: 'outage', ms: Math.round(random.between(100, 8_000)) },
    { do: 'outage', ms: Math.round(random.between(100, 3_000)) },
    { do: 'media', fault: random.pick(['lost', 'lost', 'failed']), ms: Math.round(random.between(500, 30_000)) },
    { do: 'throttle', granularity: random.pick([1_000, 1_000, 60_000]), ms: Math.round(random.between(5_000, 60_000)) },
    { do: 'clock', jump: Math.round(random.between(-1e8, 1e8)) },
    { do: 'crash', ms: random.chance(0.8) ? Math.round(random.between(0, 4_000)) : undefined },
    { do: 'unplug', kind: random.pick(['audio', 'video']) },
    { do: 'reload', ms: Math.round(random.between(50, random.pick([1_000, 4_000, 7_000]))) },
  ]);
}
