import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILERS, customerFolder, installed } from './customer.ts';
import { node } from './execute.ts';
import { entriesOf, published } from './published.ts';

type Compiler = keyof typeof COMPILERS;

/** What the apps, which are made for bundlers, do not show. */
const CASES: readonly [Compiler, 'node16' | 'bundler'][] = [
  ['typescript-5', 'bundler'],
  ['typescript-5', 'node16'],
  ['typescript-6', 'node16'],
  ['typescript-7', 'node16'],
];

/** Without skipLibCheck, so an import inside of a declaration that leads nowhere is an error. */
function project(moduleResolution: 'node16' | 'bundler'): object {
  const module = moduleResolution === 'bundler' ? 'esnext' : 'node16';
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedSideEffectImports: true, skipLibCheck: false };
  return { compilerOptions: { target: 'es2022', module, moduleResolution, types: [], noEmit: true, ...strict }, files: ['every-entry.ts'] };
}

/** Also uses a type from deep inside of a package: a chain of imports that breaks somewhere would make it `any`, silently. */
function everyEntry(): string {
  const imports = published.flatMap(entriesOf).map((entry, index) => `import * as entry${index} from '${entry}';\nexport { entry${index} };`);
  return `${imports.join('\n')}
import { CallClient } from '@call-elements/core';
import { CallProvider } from '@call-elements/elements';
// @ts-expect-error a state is a word
export const state: number = new CallProvider().client!.getState().state;
export const client: CallClient | undefined = new CallProvider().client;
`;
}

describe('the declarations of every entry', () => {
  before(() => writeFileSync(join(customerFolder, 'every-entry.ts'), everyEntry()));

  for (const [compiler, resolution] of CASES) {
    it(`are right for TypeScript ${COMPILERS[compiler]} with moduleResolution ${resolution}`, async () => {
      const file = join(customerFolder, `tsconfig.${resolution}.json`);
      writeFileSync(file, JSON.stringify(project(resolution)));
      await node([join(installed(compiler), 'bin/tsc'), '--project', file, '--pretty', 'false'], customerFolder);
    });
  }
});
