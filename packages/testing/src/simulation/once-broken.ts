import type { Schedule, Weather } from './schedule.ts';

/** A schedule that once broke a rule, shrunk, and what it was. */
export interface OnceBroken {
  readonly name: string;
  readonly was: string;
  readonly schedule: Schedule;
}

/** What happens to messages is in `fates`. */
const WELL: Weather = { drop: 0, duplicate: 0, refuse: 0, minDelay: 10, maxDelay: 10 };

/** Each stays. Steps and not seeds, since what a seed stands for changes with the generator. */
export const ONCE_BROKEN: readonly OnceBroken[] = [
  {
    name: 'a late copy of a call that was declined as busy',
    was: 'rang after the caller had given up, since the end of the call named this very device as the one that had decided',
    schedule: {
      seed: 1,
      setup: {
        backend: 'local',
        devices: [
          { user: 'alice', kind: 'kit', ring: 15_000 },
          { user: 'bob', kind: 'kit', ring: 15_000, early: 'none' },
          { user: 'carol', kind: 'kit', ring: 15_000 },
        ],
        weather: WELL,
        media: { latency: 20, broken: 0 },
      },
      steps: [
        { at: 0, who: 1, do: 'dial', to: 'carol', type: 'video' },
        { at: 100, who: 0, do: 'dial', to: 'bob', type: 'video' },
        { at: 160, who: 1, do: 'cancel' },
      ],
      // The invite arrives twice, before and after bob's own call, and what ends it is the last to arrive.
      fates: { 'alice/0>bob#1': { delays: [10, 200] }, 'alice/0>bob#3': { delays: [400] } },
    },
  },
  {
    name: 'two users with two devices each dial each other',
    was: 'the device that was not in the glare rang on for the call that lost it',
    schedule: {
      seed: 1820,
      setup: {
        backend: 'local',
        devices: [
          { user: 'alice', kind: 'kit', ring: 8_000 },
          { user: 'bob', kind: 'kit', ring: 15_000 },
          { user: 'bob', kind: 'kit', ring: 15_000, early: 'none' },
        ],
        weather: WELL,
        media: { latency: 3_000, broken: 0 },
      },
      steps: [
        { at: 0, who: 0, do: 'dial', to: 'bob', type: 'video' },
        { at: 2, who: 1, do: 'dial', to: 'alice', type: 'video' },
      ],
      fates: {},
    },
  },
  {
    name: 'switched to audio while the page of the other side was reloaded',
    was: 'the news was repeated for minutes to the device that the page had been before',
    schedule: {
      seed: 92,
      setup: {
        backend: 'store',
        devices: [
          { user: 'alice', kind: 'kit', ring: 3000, early: 'full' },
          { user: 'bob', kind: 'kit', ring: 15000, early: 'warm', resumes: true },
        ],
        weather: WELL,
        media: { latency: 20, broken: 0 },
      },
      steps: [
        { at: 0, who: 0, do: 'dial', to: 'bob', type: 'video' },
        { at: 1717, who: 1, do: 'accept', camera: true },
        { at: 6813, who: 1, do: 'reload', ms: 594 },
        { at: 6813, who: 0, do: 'switch', type: 'audio' },
      ],
      fates: {},
    },
  },
  {
    name: 'the word that a page is back is overtaken by what it says of its devices',
    was: "that was taken for a stranger's and given a receipt, and so it was lost",
    schedule: {
      seed: 636,
      setup: {
        backend: 'rtm',
        devices: [
          { user: '1001', kind: 'kit', ring: 15000, early: 'receive', resumes: true },
          { user: '1002', kind: 'kit', ring: 15000, early: 'receive' },
        ],
        weather: WELL,
        media: { latency: 20, broken: 0 },
      },
      steps: [
        { at: 0, who: 1, do: 'dial', to: '1001', type: 'audio' },
        { at: 887, who: 0, do: 'dial', to: '1002', type: 'video' },
        { at: 5780, who: 0, do: 'reload', ms: 1852 },
      ],
      fates: { '1002/1>1001#1': { delays: [1456] }, '1001/2>1002#1': { delays: [1191] } },
    },
  },
  {
    name: 'reloaded before the last copy of what the caller tells the other devices',
    was: 'the page had another device name by then, and ended its call as answered elsewhere',
    schedule: {
      seed: 669,
      setup: {
        backend: 'local',
        devices: [
          { user: 'alice', kind: 'kit', ring: 15_000, resumes: true },
          { user: 'bob', kind: 'kit', ring: 15_000 },
        ],
        weather: WELL,
        media: { latency: 20, broken: 0 },
      },
      steps: [
        { at: 0, who: 1, do: 'dial', to: 'alice', type: 'video' },
        { at: 1000, who: 0, do: 'accept' },
        { at: 1500, who: 0, do: 'reload', ms: 300 },
      ],
      fates: { 'bob/1>alice#9': { delays: [10, 2_000] } },
    },
  },
  {
    name: 'switched after a reload by the side that had dialled',
    was: 'the news went to all devices, and was repeated for those that are no more',
    schedule: {
      seed: 15_588,
      setup: {
        backend: 'local',
        devices: [
          { user: 'alice', kind: 'kit', ring: 15_000, early: 'full', resumes: true },
          { user: 'alice', kind: 'kit', ring: 8000, early: 'full' },
          { user: 'bob', kind: 'kit', ring: 8000, early: 'full' },
          { user: 'bob', kind: 'kit', ring: 3000, early: 'full' },
        ],
        weather: WELL,
        media: { latency: 20, broken: 0 },
      },
      steps: [
        { at: 0, who: 3, do: 'dial', to: 'alice', type: 'video' },
        { at: 157, who: 0, do: 'dial', to: 'bob', type: 'video' },
        { at: 5148, who: 0, do: 'reload', ms: 858 },
        { at: 7553, who: 2, do: 'reload', ms: 948 },
        { at: 7553, who: 0, do: 'switch', type: 'audio' },
        { at: 10_167, who: 0, do: 'switch', type: 'video' },
      ],
      fates: { 'bob/3>alice#1': { refused: true, delays: [] } },
    },
  },
  {
    name: 'switched before the peer has met the page that is back',
    was: 'the news came from a page that the peer did not know yet: it gave a receipt, and stayed in a video call',
    schedule: {
      seed: 2_032_436,
      setup: {
        backend: 'local',
        devices: [
          { user: 'alice', kind: 'kit', ring: 3000, early: 'full', prompt: 0, resumes: true },
          { user: 'bob', kind: 'kit', ring: 3000, early: 'receive', prompt: 0 },
        ],
        weather: WELL,
        media: { latency: 20, broken: 0 },
      },
      steps: [
        { at: 0, who: 0, do: 'dial', to: 'bob', type: 'video' },
        { at: 1406, who: 1, do: 'accept', camera: true },
        { at: 10_235, who: 1, do: 'outage', ms: 4104 },
        { at: 11_856, who: 0, do: 'reload', ms: 350 },
        { at: 13_864, who: 0, do: 'switch', type: 'audio' },
      ],
      fates: {},
    },
  },
  {
    name: 'muted while both were reloading',
    was: 'a late copy of its `resume`, from before that, counted for more than the confirmation that it had sent since',
    schedule: {
      seed: 141_230,
      setup: {
        backend: 'local',
        devices: [
          { user: 'alice', kind: 'kit', ring: 8000, early: 'receive', prompt: 0, resumes: true },
          { user: 'bob', kind: 'kit', ring: 15_000, early: 'none', granted: true, prompt: 0, resumes: true },
        ],
        weather: WELL,
        media: { latency: 20, broken: 0 },
      },
      steps: [
        { at: 0, who: 0, do: 'dial', to: 'bob', type: 'video' },
        { at: 2418, who: 1, do: 'accept', camera: true },
        { at: 6727, who: 1, do: 'reload', ms: 2780 },
        { at: 9136, who: 0, do: 'reload', ms: 2503 },
        { at: 9549, who: 1, do: 'microphone', on: false },
      ],
      fates: {},
    },
  },
  {
    name: 'two tabs answer one that dialled, and one of them says more before that',
    was: 'numbers of messages of two devices were compared, so what the one that answered would send was not learnt',
    schedule: {
      seed: 589_717,
      setup: {
        backend: 'local',
        devices: [
          { user: 'alice', kind: 'kit', ring: 8000, early: 'receive', prompt: 500 },
          { user: 'alice', kind: 'kit', ring: 15_000, early: 'full', prompt: 0 },
          { user: 'bob', kind: 'kit', ring: 15_000, early: 'receive', prompt: 0 },
          { user: 'bob', kind: 'kit', ring: 3000, early: 'receive', prompt: 0 },
        ],
        weather: { ...WELL, maxDelay: 2000 },
        media: { latency: 20, broken: 0 },
      },
      steps: [
        { at: 0, who: 3, do: 'dial', to: 'alice', type: 'video' },
        { at: 496, who: 0, do: 'dial', to: 'bob', type: 'audio' },
        { at: 539, who: 1, do: 'dial', to: 'bob', type: 'video' },
      ],
      fates: {
        'bob/3>alice#1': { delays: [711] },
        'alice/0>bob#1': { delays: [1554] },
        'bob/3>alice#2': { delays: [299] },
        'alice/1>bob#1': { delays: [751] },
        'alice/0>bob#3': { delays: [1347] },
        'alice/0>bob#4': { delays: [778] },
        'alice/1>bob#4': { delays: [565] },
        'alice/0>bob#5': { delays: [443] },
        'alice/0>bob#11': { delays: [1397] },
      },
    },
  },
  {
    name: 'back when the other is just being reloaded',
    was: 'the service said that the other was gone, so `resume` was not said again to the page that came next',
    schedule: {
      seed: 644_431,
      setup: {
        backend: 'local',
        devices: [
          { user: 'alice', kind: 'kit', ring: 15_000, early: 'full', prompt: 0, resumes: true },
          { user: 'bob', kind: 'kit', ring: 3000, early: 'receive', prompt: 0, resumes: true },
        ],
        weather: WELL,
        media: { latency: 20, broken: 0 },
      },
      steps: [
        { at: 0, who: 0, do: 'dial', to: 'bob', type: 'audio' },
        { at: 2162, who: 1, do: 'accept', camera: true },
        { at: 5928, who: 0, do: 'reload', ms: 2215 },
        { at: 8659, who: 1, do: 'reload', ms: 2050 },
      ],
      fates: { 'alice/2>bob#1': { delays: [] }, 'alice/2>bob#2': { delays: [22] } },
    },
  },
  {
    name: 'both are reloaded, and another tab had rung',
    was: 'that tab gave a receipt for `resume`, which was not said again to the page that was to have it',
    schedule: {
      seed: 678_628,
      setup: {
        backend: 'local',
        devices: [
          { user: 'alice', kind: 'kit', ring: 3000, early: 'none', prompt: 0, resumes: true },
          { user: 'bob', kind: 'kit', ring: 15_000, early: 'receive', prompt: 0, resumes: true },
          { user: 'bob', kind: 'kit', ring: 15_000, early: 'full', prompt: 0 },
        ],
        weather: WELL,
        media: { latency: 20, broken: 0 },
      },
      steps: [
        { at: 0, who: 0, do: 'dial', to: 'bob', type: 'audio' },
        { at: 1673, who: 1, do: 'accept', camera: true },
        { at: 4000, who: 0, do: 'reload', ms: 2364 },
        { at: 5096, who: 1, do: 'reload', ms: 1881 },
      ],
      fates: {},
    },
  },
];
