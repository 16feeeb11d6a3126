import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { build } from 'esbuild';

// Does the simulation see anything? Each of these takes one rule out of the engine; the simulation has to notice.
// A fault whose text is no longer in the source fails as well, so the list stays true.
const FAULTS: readonly { name: string; file: string; text: string; instead: string }[] = [
  { name: 'the callee is connected without the confirmation', file: 'call/start.ts', text: 'agreed: kit === undefined,', instead: 'agreed: true,' },
  { name: 'an invite rings although its cancel came first', file: 'switchboard.ts', text: "return this.#ended.add(callKey(message.fromUserId, message.callId));", instead: 'return;' },
  { name: 'duplicates are processed, and messages of other calls as well', file: 'admission.ts', text: 'if (current && message.callId === current.callId)', instead: "if (current && message.kind !== 'call')" },
  { name: 'the devices are not released at the end', file: 'call/step.ts', text: ", { do: 'releaseDevices' }", instead: '' },
  { name: 'devices that open after the end are kept', file: 'call/local-media.ts', text: 'if (this.#released) held.release();', instead: 'if (this.#released) return held;' },
  { name: 'media is not closed at the end', file: 'call/step.ts', text: "this.do({ do: 'closeMedia' }, ", instead: 'this.do(' },
  { name: 'the lost call of a glare keeps its media', file: 'call/session.ts', text: 'this.#timers.clear();\n    this.#closeMedia();', instead: 'this.#timers.clear();' },
  { name: 'both calls of a glare are kept', file: 'admission.ts', text: "message.callId < current.callId ? 'yield' : 'defer'", instead: "'defer'" },
  { name: 'both sides of a glare yield', file: 'admission.ts', text: "message.callId < current.callId ? 'yield' : 'defer'", instead: "'yield'" },
  { name: 'cancels are sent once', file: 'outbox.ts', text: 'if (letter.wantsReceipt()) this.#retryLater', instead: 'if (letter.wantsReceipt() && !letter.terminal) this.#retryLater' },
  { name: 'the ring timer goes on after accept', file: 'call/connect.ts', text: "step.stopTimer('ring');\n  step.set({ connectTimer", instead: 'step.set({ connectTimer' },
  { name: 'the connect timer ends nothing', file: 'call/transition.ts', text: "return step.end('connectTimeout', { tell: { kind: 'hangup' } });", instead: 'return;' },
  { name: 'timers survive the call', file: 'call/step.ts', text: "for (const name of ['ring', 'silence', 'connect', 'reconnect', 'videoWait'] as const) this.stopTimer(name);", instead: '' },
  { name: 'a callee opens its devices when it rings', file: 'call/start.ts', text: "if (early === 'warm' || early === 'full') openWanted", instead: 'openWanted' },
  { name: 'the camera is published before accept', file: 'call/devices.ts', text: "return call.direction === 'outgoing' || call.phase !== 'calling' || call.settings.early === 'full';", instead: 'return true;' },
  { name: 'the end of a connected call is not told', file: 'call/step.ts', text: 'if (wasConnected) this.do', instead: 'if (false) this.do' },
  { name: 'negotiation is delivered in the order of arrival', file: 'call/negotiation.ts', text: 'if (!stream || seq < stream.next || seq >= stream.next + MAX_HELD) return;', instead: 'if (!stream) return; stream.next = seq;' },
  { name: 'an old media status counts', file: 'call/on-message.ts', text: 'if (peer.announced && peer.announced.messageId >= messageId) return;', instead: '' },
  { name: 'a placeholder goes on towards a kit', file: 'call/placeholder.ts', text: "call.peer.kind !== 'kit' && ", instead: '' },
  { name: 'a placeholder outlives its call', file: 'call/local-media.ts', text: '    this.standIn(false);\n', instead: '' },
  { name: 'nobody says that a call is gone', file: 'delivery.ts', text: "body: { kind: 'hangup', code: 'gone' } });", instead: "body: { kind: 'hangup', code: 'gone' } } && { callId: '', to: 'nobody', lifetime: 0, body: { kind: 'hangup' } });" },
];

/** Faults that only show in rare weather need more schedules than the first handful. */
const MAX_SEEDS = 1_500;

interface Schedules {
  runSchedule(seed: number): Promise<{ violation?: string }>;
}

async function simulationWith(fault: (typeof FAULTS)[number] | undefined): Promise<Schedules> {
  let planted = fault === undefined;
  const result = await build({
    entryPoints: ['packages/testing/src/simulation/schedule.ts'],
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

async function firstViolation({ runSchedule }: Schedules): Promise<string | undefined> {
  for (let seed = 1; seed <= MAX_SEEDS; seed++) {
    const { violation } = await runSchedule(seed);
    if (violation) return violation;
  }
  return undefined;
}

describe('simulation: faults planted on purpose', function () {
  this.timeout(120_000);

  for (const fault of FAULTS) {
    it(fault.name, async () => {
      expect(await firstViolation(await simulationWith(fault))).to.be.a('string');
    });
  }
});
