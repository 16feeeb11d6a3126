// npm run gallery: every state of the elements, on http://localhost:8001. PORT=9001 npm run gallery for another port.
import { setup } from './setup.mjs';

setup({ browser: false });

const { createServer } = await import('vite');
const port = Number(process.env.PORT ?? 8001);
const server = await createServer({ configFile: new URL('../packages/elements/gallery/vite.config.ts', import.meta.url).pathname, server: { port, strictPort: true } });

try {
  await server.listen();
} catch (error) {
  console.error(`${error.message}. Another port: PORT=${port + 1} npm run gallery`);
  process.exit(1);
}

console.log(`\n  Every state of the elements   http://localhost:${port}/\n\n  Ctrl+C stops it.\n`);
