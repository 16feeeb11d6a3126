// npm run sim -- --mutations: plants one fault after the other in the engine, and counts those that neither a rule nor a test notices.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { MutationLane } from './mutation-lane.mjs';
import { HARMLESS } from './mutation-harmless.mjs';
import { faultsIn, withFaults } from './mutation-operators.mjs';
import { root } from './setup.mjs';

const ENGINE = 'packages/core/src';
/** What decides about calls. `call.ts` and `vocabulary.ts` are types. */
const FOLDERS = ['call', 'wire'];
const FILES = ['admission.ts', 'delivery.ts', 'mailbox.ts', 'outbox.ts', 'seen.ts', 'switchboard.ts'];

/** Seeds of which is known what they come by, and how many of those that come by a fault are played with it. */
const SEEDS = 1_500;
const PLAYED = 300;
const GOAL = 0.95;

const isSource = (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'call.ts';
const list = (folder) => readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);

/** The sources with every fault there is to plant. */
function sourcesWithFaults() {
  const files = [...FOLDERS.flatMap((folder) => list(join(ENGINE, folder)).filter(isSource).map((name) => `${folder}/${name}`)), ...FILES];
  let id = 0;
  return files.toSorted().map((file) => {
    const text = readFileSync(join(root, ENGINE, file), 'utf8');
    const faults = faultsIn(text).map((fault) => ({ file, id: ++id, within: text.split('\n')[fault.line - 1], ...fault }));
    return { file, text: withFaults(text, faults), faults };
  });
}

/** Plants them all, or a sample of them, and tells what became of each. Resolves with the exit code. */
export async function mutate({ sample, only, from = 0, workers, log = console.log }) {
  const sources = sourcesWithFaults();
  const chosen = sources.flatMap(({ faults }) => faults).filter(({ file, line }) => !only || only.split(',').some((part) => `${file}:${line}`.includes(part)));
  // From all over the sources, and the same ones each time; the first hundred says what the rest will be like.
  const scattered = chosen.toSorted((one, other) => placeOf(one) - placeOf(other));
  const faults = scattered.slice(from, sample && from + sample);
  const folder = mkdtempSync(join(tmpdir(), 'call-elements-faults-'));
  try {
    const bundle = await bundled(folder, sources);
    return report(await plantEach({ bundle, faults, workers, log }), log);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const placeOf = ({ id }) => (id * 7_919) % 10_007;

async function plantEach({ bundle, faults, workers, log }) {
  const start = Date.now();
  const minutes = () => `${((Date.now() - start) / 60_000).toFixed(1)} min`;
  const lanes = Array.from({ length: Math.max(1, workers) }, () => new MutationLane(bundle, SEEDS));
  const profile = await lanes[0].profile();
  if (profile.caught) throw new Error(`Without any fault: ${profile.caught} `);
  log(`${profile.schedules.length} schedules and ${profile.tests.length} tests, ${minutes()}`);
  const results = [];
  // What has found a fault finds the next one.
  const found = { schedules: [], tests: [] };
  let next = 0;
  const work = async (lane) => {
    for (let fault = faults[next++]; fault; fault = faults[next++]) {
      const result = await lane.plant(fault, plan(profile, fault, found));
      remember(found, result);
      results.push({ ...fault, caught: result.caught });
      if (process.env.MUTATION_LOG) log(`${Math.round(process.cpuUsage().user / 1_000)} ${result.caught} | ${described(fault)}`);
      if (!result.caught && !reasonFor(fault)) log(`survived: ${described(fault)}`);
      if (results.length % 50 === 0) log(`${results.length} of ${faults.length}, ${results.filter((one) => !one.caught).length} survived, ${minutes()}`);
    }
    await lane.close();
  };
  await Promise.all(lanes.map(work));
  log(minutes());
  return results;
}

/** What comes by the fault: what has found others first. */
function plan(profile, { id }, found) {
  const always = profile.atLoad[id] === 1;
  const reaching = (kind) => {
    const late = new Set([...profile[kind].keys()].filter((index) => always || profile[kind][index][id] === 1));
    const early = found[kind].filter((index) => late.delete(index));
    return [...early, ...late];
  };
  return { always, schedules: reaching('schedules').slice(0, PLAYED), tests: reaching('tests') };
}

function remember(found, { caught, by }) {
  if (by === undefined) return;
  const kind = caught.startsWith('simulation') ? 'schedules' : 'tests';
  found[kind] = [by, ...found[kind].filter((one) => one !== by)].slice(0, 60);
}

const described = ({ file, line, operator, was, instead }) => `${file}:${line} ${operator}: ${oneLine(was)} → ${oneLine(instead)}`;
const oneLine = (text) => text.replaceAll(/\s+/g, ' ').slice(0, 120);
const reasonFor = ({ file, within, was, instead }) => HARMLESS.find((known) => known.file === file && known.was === oneLine(was) && known.instead === oneLine(instead) && within.includes(known.within ?? ''))?.why;

/** The simulation, and the tests of the engine that run in Node; without the fuzzing, which takes its time. */
function entry() {
  const folders = ['', ...FOLDERS, 'weaknesses'].map((folder) => join(ENGINE, folder));
  const files = folders.flatMap((folder) => list(folder).filter((name) => name.endsWith('.test.ts') && !/^fuzz|\.node\.test\.ts$/.test(name)).map((name) => `./${folder}/${name}`));
  const tests = files.map((file) => `import '${file.replaceAll('\\', '/').replaceAll('//', '/')}';`);
  return ["export * from './packages/testing/src/simulation/index.ts';", "export { ONCE_BROKEN } from './packages/testing/src/simulation/once-broken.ts';", ...tests].join('\n');
}

/** Says whether a fault counts, remembers which ones were come by, and ends what would go on for ever. */
const SWITCH = `let __count = 0, __now = globalThis.__planted ?? 0, __met = new Uint8Array(SIZE);
const __fault = (id) => { if (++__count > 5e6) throw new Error('endless'); __met[id] = 1; return id === __now; };
export const engine = {
  plant(id) { __now = id; },
  begin() { __count = 0; },
  taken() { const met = __met; __met = new Uint8Array(SIZE); return met; },
};`;

async function bundled(folder, sources) {
  const outfile = join(folder, 'faults.mjs');
  const size = sources.reduce((sum, { faults }) => sum + faults.length, 1);
  await build({
    absWorkingDir: root,
    stdin: { contents: entry(), resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['call-elements-src'],
    // A test file that is imported for what it does is not left out, whatever its package says of side effects.
    ignoreAnnotations: true,
    logLevel: 'error',
    banner: { js: SWITCH.replaceAll('SIZE', String(size)) },
    plugins: [plant(sources)],
  });
  return pathToFileURL(outfile).href;
}

const plant = (sources) => ({
  name: 'plant',
  setup({ onLoad }) {
    onLoad({ filter: /packages[\\/]core[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const source = sources.find(({ file }) => path.replaceAll('\\', '/').endsWith(`core/src/${file}`));
      return source && { contents: source.text, loader: 'ts' };
    });
  },
});

function report(results, log) {
  const survivors = results.filter(({ caught }) => !caught);
  const known = survivors.filter((fault) => reasonFor(fault));
  const by = (what) => results.filter(({ caught }) => caught?.startsWith(what)).length;
  for (const fault of survivors.toSorted((one, other) => one.file.localeCompare(other.file) || one.line - other.line)) log(`survived: ${described(fault)}${reasonFor(fault) ? ` (harmless: ${reasonFor(fault)})` : ''}`);
  const share = results.length === 0 ? 1 : 1 - survivors.length / results.length;
  log(`${results.length} faults: ${by('simulation')} caught by a rule of the simulation, ${by('tests')} by a test, ${results.length - survivors.length - by('simulation') - by('tests')} crashed or hung`);
  log(`${survivors.length} survived, ${known.length} of them known to be harmless: ${(share * 100).toFixed(1)} % caught`);
  if (process.env.MUTATION_RESULTS) writeFileSync(process.env.MUTATION_RESULTS, JSON.stringify(results, undefined, 1));
  return share >= GOAL ? 0 : 1;
}
