// The demo from the sources, behind a local port.
import { fileURLToPath } from 'node:url';

/** Resolves with its address. */
export async function startDemo(port) {
  const { createServer } = await import('vite');
  const configFile = fileURLToPath(new URL('../demo/vite.config.ts', import.meta.url));
  const server = await createServer({ configFile, server: { port, strictPort: true } });
  await server.listen();
  return `http://localhost:${server.httpServer.address().port}`;
}
