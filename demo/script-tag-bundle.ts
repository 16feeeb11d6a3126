import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { bundle } from '../scripts/build.mjs';

const packages = fileURLToPath(new URL('../packages', import.meta.url));
const ENTRY = 'call-elements.js';

/** By file name: what a page without a build has next to it. */
async function build(): Promise<Map<string, string>> {
  const files = await bundle({ write: false });
  return new Map(files.map(({ fileName, code }) => [fileName, code]));
}

/** Puts the script-tag bundle next to the pages, made from the sources and not bundled again. */
export function scriptTagBundle(): Plugin {
  return {
    name: 'script-tag-bundle',
    // It is served as it is; the search for dependencies finds the tag all the same.
    resolveId: (id) => (id === ENTRY ? { id, external: true } : undefined),
    configureServer({ watcher, middlewares }) {
      let files: Promise<Map<string, string>> | undefined;
      watcher.add(packages).on('all', (_event, path) => {
        if (path.startsWith(packages) && /[\\/]src[\\/]/.test(path)) files = undefined;
      });
      middlewares.use((request, response, next) => {
        const name = request.url?.slice(1).split('?')[0] ?? '';
        if (!/^call-elements[\w-]*\.js$/.test(name)) return next();
        (files ??= build()).then((built) => {
          const code = built.get(name);
          if (code === undefined) return next();
          response.setHeader('Content-Type', 'text/javascript');
          response.setHeader('Cache-Control', 'no-cache');
          response.end(code);
        }, next);
      });
    },
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace(`<script type="module" src="${ENTRY}"`, '$& vite-ignore'),
    },
    async generateBundle() {
      for (const [fileName, source] of await build()) this.emitFile({ type: 'asset', fileName, source });
    },
  };
}
