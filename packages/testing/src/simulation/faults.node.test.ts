import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { build } from 'esbuild';
import type { Schedule } from './schedule.ts';

const WELL = { drop: 0, duplicate: 0, refuse: 0, minDelay: 10, maxDelay: 10 } as const;

/** It is sent once, and nothing else tells the callee, which has no media yet. */
const LOST_CANCEL: Schedule = {
  seed: 1,
  setup: { backend: 'local', devices: [{ user: 'alice', kind: 'kit', ring: 15_000 }, { user: 'bob', kind: 'kit', ring: 15_000, early: 'none' }], weather: WELL, media: { latency: 20, broken: 0 } },
  steps: [{ at: 0, who: 0, do: 'dial', to: 'bob', type: 'video' }, { at: 500, who: 0, do: 'cancel' }],
  fates: { 'alice/0>bob#2': { delays: [] } },
};

/** What it says of the devices is older than the status that overtook it. */
const LATE_ACCEPT: Schedule = {
  seed: 1,
  setup: { backend: 'rtm', devices: [{ user: '1001', kind: 'kit', ring: 8_000, refused: ['audio'] }, { user: '1002', kind: 'kit', ring: 8_000 }], weather: WELL, media: { latency: 20, broken: 0 } },
  steps: [{ at: 0, who: 1, do: 'dial', to: '1001', type: 'video' }, { at: 3_000, who: 0, do: 'accept', camera: true }],
  fates: { '1001/0>1002#2': { delays: [300] } },
};

/** A copy of an invite that was declined as busy rings, and is accepted before the word that all is over. */
const LATE_RING: Schedule = {
  seed: 1,
  setup: {
    backend: 'local',
    devices: [{ user: 'alice', kind: 'kit', ring: 15_000 }, { user: 'bob', kind: 'kit', ring: 15_000, early: 'none' }, { user: 'carol', kind: 'kit', ring: 15_000 }],
    weather: WELL,
    media: { latency: 20, broken: 0 },
  },
  steps: [
    { at: 0, who: 1, do: 'dial', to: 'carol', type: 'video' },
    { at: 100, who: 0, do: 'dial', to: 'bob', type: 'video' },
    { at: 160, who: 1, do: 'cancel' },
    { at: 350, who: 1, do: 'accept' },
  ],
  fates: { 'alice/0>bob#1': { delays: [10, 200] }, 'alice/0>bob#3': { delays: [400] } },
};

// Does the simulation see anything? Each of these takes one rule out of the engine; the simulation has to notice.
// A fault whose text is no longer in the source fails as well, so the list stays true.
// Where only rare weather shows it, `schedule` is that weather.
const FAULTS: readonly { name: string; file: string; text: string; instead: string; schedule?: Schedule }[] = [
  { name: 'the callee is connected without the confirmation', file: 'call/start.ts', text: 'agreed: kit === undefined', instead: 'agreed: true || kit === undefined' },
  { name: 'an invite rings although its cancel came first', file: 'switchboard.ts', text: "return this.#ended.add(callKey(message.fromUserId, message.callId));", instead: 'return;' },
  { name: 'duplicates are processed, and messages of other calls as well', file: 'admission.ts', text: 'if (current && message.callId === current.callId)', instead: "if (current && message.kind !== 'call')" },
  { name: 'the devices are not released at the end', file: 'call/step.ts', text: ", { do: 'releaseDevices' }", instead: '' },
  { name: 'devices that open after the end are kept', file: 'call/local-media.ts', text: 'if (this.#released) held.release();', instead: 'if (this.#released) return held;' },
  { name: 'media is not closed at the end', file: 'call/step.ts', text: "this.do({ do: 'closeMedia' }, ", instead: 'this.do(' },
  { name: 'the lost call of a glare keeps its media', file: 'call/session.ts', text: 'this.#stopTimers();\n    this.#closeMedia();', instead: 'this.#stopTimers();' },
  { name: 'both calls of a glare are kept', file: 'admission.ts', text: "message.callId < current.callId ? 'yield' : 'defer'", instead: "'defer'" },
  { name: 'both sides of a glare yield', file: 'admission.ts', text: "message.callId < current.callId ? 'yield' : 'defer'", instead: "'yield'" },
  { name: 'cancels are sent once', file: 'outbox.ts', text: 'if (letter.wantsReceipt()) this.#retryLater', instead: 'if (letter.wantsReceipt() && !letter.terminal) this.#retryLater', schedule: LOST_CANCEL },
  { name: 'the ring timer goes on after accept', file: 'call/connect.ts', text: "step.stopTimer('ring');\n  step.set({ connectTimer", instead: 'step.set({ connectTimer' },
  { name: 'the connect timer ends nothing', file: 'call/transition.ts', text: "return step.end('connectTimeout', { tell: { kind: 'hangup' } });", instead: 'return;' },
  { name: 'timers survive the call', file: 'call/step.ts', text: ", { do: 'stopTimers' });", instead: ');' },
  { name: 'a callee opens its devices when it rings', file: 'call/start.ts', text: "if (early === 'warm' || early === 'full') openWanted", instead: 'openWanted' },
  { name: 'the camera is published before accept', file: 'call/devices.ts', text: "return call.direction === 'outgoing' || call.phase !== 'calling' || call.settings.early === 'full';", instead: 'return true;' },
  { name: 'the end of a connected call is not told', file: 'call/step.ts', text: 'if (wasConnected) this.do', instead: 'if (false) this.do' },
  { name: 'negotiation is delivered in the order of arrival', file: 'call/negotiation.ts', text: 'if (!stream || seq < stream.next || seq >= stream.next + MAX_HELD) return;', instead: 'if (!stream) return; stream.next = seq;' },
  { name: 'an old media status counts', file: 'call/on-message.ts', text: 'if (announced && announced.device === device && announced.messageId >= messageId) return;', instead: '', schedule: LATE_ACCEPT },
  { name: 'a placeholder goes on towards a kit', file: 'call/placeholder.ts', text: "call.peer.kind !== 'kit' && ", instead: '' },
  { name: 'a placeholder outlives its call', file: 'call/local-media.ts', text: '    this.standIn(false);\n', instead: '' },
  { name: 'nobody says that a call is gone', file: 'delivery.ts', text: "body: { kind: 'hangup', code: 'gone' } });", instead: "body: { kind: 'hangup', code: 'gone' } } && { callId: '', to: 'nobody', lifetime: 0, body: { kind: 'hangup' } });", schedule: LATE_RING },
];

/** Faults that only show in rare weather need more schedules than the first handful. */
const MAX_SEEDS = 1_500;

type Schedules = typeof import('./index.ts');

async function simulationWith(fault: (typeof FAULTS)[number] | undefined): Promise<Schedules> {
  let planted = fault === undefined;
  const result = await build({
    entryPoints: ['packages/testing/src/simulation/index.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: ['call-elements-src'],
    logLevel: 'silent',
    plugins: [
      {
        name: 'plant',
        setup({ onLoad }) {
          onLoad({ filter: /packages[\\/]core[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
            const source = await readFile(path, 'utf8');
            const here = fault !== undefined && path.replaceAll('\\', '/').endsWith(`core/src/${fault.file}`);
            if (here && source.includes(fault.text)) planted = true;
            return { contents: here ? source.replace(fault.text, () => fault.instead) : source, loader: 'ts' };
          });
        },
      },
    ],
  });
  expect(planted, 'the text of the fault is in the source').to.equal(true);
  const code = Buffer.from(result.outputFiles![0]!.contents).toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)) as Schedules;
}

async function firstViolation({ play, runSchedule }: Schedules, schedule: Schedule | undefined): Promise<string | undefined> {
  if (schedule) return (await play(schedule)).violation;
  for (let seed = 1; seed <= MAX_SEEDS; seed++) {
    const { violation } = await runSchedule(seed);
    if (violation) return violation;
  }
  return undefined;
}

it('simulation: without a fault, what finds faults finds nothing', async () => {
  const { play } = await simulationWith(undefined);
  for (const { schedule } of FAULTS) if (schedule) expect((await play(schedule)).violation).to.equal(undefined);
});

describe('simulation: faults planted on purpose', function () {
  this.timeout(120_000);

  for (const fault of FAULTS) {
    it(fault.name, async () => {
      expect(await firstViolation(await simulationWith(fault), fault.schedule)).to.be.a('string');
    });
  }
});
