import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  // The packages' sources, so that nothing has to be built.
  resolve: { conditions: ['call-elements-src', 'browser', 'import', 'default'] },
  server: { host: 'localhost', fs: { allow: [here('../../..')] } },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Tests alone look at what is built.
    minify: false,
    outDir: here('dist'),
    emptyOutDir: true,
    rolldownOptions: { input: ['index.html', 'state.html'].map(here) },
  },
});
