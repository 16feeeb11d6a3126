import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { withoutRtc } from '../scripts/build.mjs';
import { scriptTagBundle } from './script-tag-bundle.ts';
import { tokenEndpoint } from './token-endpoint.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const pages = readdirSync(here('.')).filter((name) => name.endsWith('.html'));

export default defineConfig({
  root: here('.'),
  // What is not there is a 404, not the first page.
  appType: 'mpa',
  plugins: [
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('call-') || tag === 'incoming-call' } } }),
    scriptTagBundle(),
    tokenEndpoint(),
    withoutRtc,
  ],
  // The packages' sources, so that neither the demo nor its tests need a build first.
  resolve: { conditions: ['call-elements-src', 'browser', 'import', 'default'] },
  server: { host: 'localhost', fs: { allow: [here('..')] } },
  build: {
    target: 'es2022',
    // Every browser that can show the elements knows modulepreload.
    modulePreload: { polyfill: false },
    // Pages whose security policy says 'self' load no data: URL.
    assetsInlineLimit: 0,
    // Agora's SDKs are that large, and loaded when they are needed.
    chunkSizeWarningLimit: 1500,
    outDir: here('dist'),
    emptyOutDir: true,
    rolldownOptions: {
      input: pages.map(here),
      // It takes long to make the script-tag bundle small, and Easemob's SDK needs eval. Neither is news.
      checks: { pluginTimings: false, eval: false },
    },
  },
});
