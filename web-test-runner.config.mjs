import { readdirSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { CHROMIUM_FLAGS, ensureChromium } from './scripts/chromium.mjs';
import { emulatorFlags, emulatorsPlugin } from './scripts/wtr-emulators.mjs';
import { sdksPlugin } from './scripts/wtr-sdks.mjs';

// One group per package that has browser tests: npm run test:browser -- --group elements
const groups = readdirSync('packages')
  .filter((name) => name !== 'emulators' && readdirSync(`packages/${name}/src`, { recursive: true }).some((file) => file.endsWith('.test.ts') && !file.endsWith('.node.test.ts')))
  .map((name) => ({ name, files: [`packages/${name}/src/**/*.test.ts`, `!packages/${name}/src/**/*.node.test.ts`] }));

export default {
  groups,
  nodeResolve: { exportConditions: ['call-elements-src', 'browser', 'import', 'default'] },
  // Legacy decorators need the tsconfig, or class fields hide Lit's accessors.
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.base.json' }), sdksPlugin, emulatorsPlugin],
  browsers: [chromeLauncher({ launchOptions: { executablePath: ensureChromium(), headless: true, args: [...CHROMIUM_FLAGS, ...emulatorFlags] } })],
  testFramework: { config: { ui: 'bdd', timeout: 10_000 } },
  concurrency: 1,
};
