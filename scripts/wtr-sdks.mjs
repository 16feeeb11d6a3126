// Browser tests load modules one by one, and the vendors' SDKs are not made of modules alone (their libraries are CommonJS). So each SDK is
// bundled once for the run, as any bundler of a page does it.
import { build } from 'esbuild';

const SDKS = ['agora-rtc-sdk-ng/esm', 'agora-rtm-sdk', 'easemob-websdk'];
const FOLDER = '/__sdks/';

const bundles = new Map();

async function bundle(sdk) {
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${sdk}'; import * as all from '${sdk}'; export default all.default;`, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['browser', 'import'],
    // As the README of signal-rtm has it: messages need no RTC SDK.
    alias: sdk === 'agora-rtm-sdk' ? { 'agora-rtc-sdk-ng': './packages/signal-rtm/src/no-rtc.ts' } : {},
    logLevel: 'error',
    // A default is what some have and others lack.
    logOverride: { 'import-is-undefined': 'silent' },
  });
  return outputFiles[0].text;
}

export const sdksPlugin = {
  name: 'sdks',
  resolveImport({ source }) {
    return SDKS.includes(source) ? `${FOLDER}${source}.js` : undefined;
  },
  async serve({ path }) {
    if (!path.startsWith(FOLDER)) return undefined;
    const sdk = path.slice(FOLDER.length, -'.js'.length);
    if (!bundles.has(sdk)) bundles.set(sdk, bundle(sdk));
    return { body: await bundles.get(sdk), type: 'js' };
  },
};
