// npm start: the demo on http://localhost:8000, from the sources. PORT=9000 npm start for another port.
import { setup } from './setup.mjs';

// The demo runs in the browser of whoever started it, so none is installed for it.
setup({ browser: false });

const { startDemo } = await import('./demo-server.mjs');
const port = Number(process.env.PORT ?? 8000);
const url = await startDemo(port).catch((error) => {
  console.error(`${error.message}. Another port: PORT=${port + 1} npm start`);
  process.exit(1);
});
console.log(`
  Call Elements

  Two users on one page   ${url}/
  One user per tab        ${url}/phone.html?user=alice&to=bob
                          ${url}/phone.html?user=bob&to=alice
  In Vue                  ${url}/vue.html
  In React                ${url}/react.html
  From a script tag       ${url}/script-tag.html

  Ctrl+C stops it.
`);
