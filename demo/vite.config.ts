import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  // The packages' sources, so that neither the demo nor its tests need a build first.
  resolve: { conditions: ['call-elements-src', 'browser', 'import', 'default'] },
  server: { host: 'localhost', fs: { allow: [here('..')] } },
  build: {
    target: 'es2022',
    // Every browser that can show the elements knows modulepreload.
    modulePreload: { polyfill: false },
    outDir: here('dist'),
    emptyOutDir: true,
    rolldownOptions: { input: [here('index.html'), here('phone.html')] },
  },
});
