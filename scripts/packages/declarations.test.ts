import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILERS, customerFolder, installed } from './customer.ts';
import { node } from './execute.ts';
import { entriesOf, published } from './published.ts';
import type { Manifest } from './published.ts';

type Compiler = keyof typeof COMPILERS;

/** What the apps, which are made for bundlers, do not show. */
const CASES: readonly [Compiler, 'node16' | 'bundler'][] = [
  ['typescript-5', 'bundler'],
  ['typescript-5', 'node16'],
  ['typescript-6', 'node16'],
  ['typescript-7', 'node16'],
];

/** Their declarations do not compile as strictly as ours, so whoever imports them has skipLibCheck. */
const VENDORS = ['agora-rtc-sdk-ng', 'agora-rtm-sdk'];
const showsVendor = ({ dependencies = {} }: Manifest): boolean => VENDORS.some((vendor) => vendor in dependencies);

const OURS = { file: 'every-entry.ts', skipLibCheck: false };
const VENDORED = { file: 'every-vendored-entry.ts', skipLibCheck: true };

/** Without skipLibCheck an import inside of a declaration that leads nowhere is an error. */
function project(moduleResolution: 'node16' | 'bundler', { file, skipLibCheck }: typeof OURS): object {
  const module = moduleResolution === 'bundler' ? 'esnext' : 'node16';
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedSideEffectImports: true, skipLibCheck };
  return { compilerOptions: { target: 'es2022', module, moduleResolution, types: [], noEmit: true, ...strict }, files: [file] };
}

function imports(manifests: readonly Manifest[]): string {
  return manifests.flatMap(entriesOf).map((entry, index) => `import * as entry${index} from '${entry}';\nexport { entry${index} };`).join('\n');
}

/** Also uses a type from deep inside of a package: a chain of imports that breaks somewhere would make it `any`, silently. */
function everyEntry(): string {
  return `${imports(published.filter((manifest) => !showsVendor(manifest)))}
import { CallClient } from '@call-elements/core';
import { CallProvider } from '@call-elements/elements';
// @ts-expect-error a state is a word
export const state: number = new CallProvider().client!.getState().state;
export const client: CallClient | undefined = new CallProvider().client;
`;
}

describe('the declarations of every entry', () => {
  before(() => {
    writeFileSync(join(customerFolder, OURS.file), everyEntry());
    writeFileSync(join(customerFolder, VENDORED.file), imports(published.filter(showsVendor)));
  });

  for (const [compiler, resolution] of CASES) {
    it(`are right for TypeScript ${COMPILERS[compiler]} with moduleResolution ${resolution}`, async () => {
      for (const what of [OURS, VENDORED]) {
        const file = join(customerFolder, `tsconfig.${resolution}.json`);
        writeFileSync(file, JSON.stringify(project(resolution, what)));
        await node([join(installed(compiler), 'bin/tsc'), '--project', file, '--pretty', 'false'], customerFolder);
      }
    });
  }
});
