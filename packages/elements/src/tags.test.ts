import { expect } from 'chai';
import { until } from './testing/mount.ts';

// In a page of its own: what is defined stays defined.
async function inFrame(script: string): Promise<unknown> {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const source = frame.contentDocument!.createElement('script');
  source.type = 'module';
  source.textContent = `parent.framed = (async () => { const { define, FakeClient } = { ...(await import('${new URL('./index.ts', import.meta.url)}')), ...(await import('${new URL('./testing/fake-client.ts', import.meta.url)}')) }; ${script} })()`;
  const page = window as { framed?: Promise<unknown> };
  delete page.framed;
  frame.contentDocument!.body.append(source);
  await until(() => page.framed);
  try {
    return await page.framed;
  } finally {
    frame.remove();
  }
}

describe('define', () => {
  it('names the tags without a prefix, and does nothing the second time', async () => {
    const tags = await inFrame(`define(); define(); define({}); return ['call-provider', 'call-panel', 'incoming-call', 'call-avatar'].map((tag) => !!customElements.get(tag));`);
    expect(tags).to.deep.equal([true, true, true, true]);
  });

  it('puts a prefix before every tag, also before those inside of others', async () => {
    const found = await inFrame(`
      define({ prefix: 'acme-2' });
      document.body.innerHTML = '<acme-2-call-panel></acme-2-call-panel>';
      const panel = document.querySelector('acme-2-call-panel');
      const client = new FakeClient();
      panel.client = client.asClient;
      const dialog = document.body.appendChild(document.createElement('acme-2-incoming-call'));
      dialog.client = client.asClient;
      const inner = (root) => [...root.querySelectorAll('*')].flatMap((element) => [element.localName, ...(element.shadowRoot ? inner(element.shadowRoot) : [])]).filter((name) => name.includes('-'));
      const seen = new Set();
      const until = async (tag) => {
        while (!inner(document.body).includes(tag)) await new Promise(requestAnimationFrame);
        for (const name of inner(document.body)) seen.add(name);
      };
      panel.userId = 'bob';
      await until('acme-2-call-button');
      client.in('calling', { direction: 'incoming' });
      await until('acme-2-call-accept-button');
      dialog.remove();
      await until('acme-2-call-reject-button');
      client.in('connected', { connectedAt: 1, remote: { microphone: true, camera: false } });
      await until('acme-2-call-hangup-button');
      client.end('remoteHangup');
      await until('acme-2-call-button');
      return { undefinedTags: [...seen].filter((name) => !customElements.get(name)), plain: customElements.get('call-panel') === undefined, avatar: seen.has('acme-2-call-avatar') };
    `);
    expect(found).to.deep.equal({ undefinedTags: [], plain: true, avatar: true });
  });

  it('leaves a tag alone that is taken', async () => {
    const kept = await inFrame(`class Own extends HTMLElement {} customElements.define('call-timer', Own); define(); return customElements.get('call-timer') === Own && !!customElements.get('call-panel');`);
    expect(kept).to.equal(true);
  });

  for (const [what, script, message] of [
    ['a prefix that makes no tag', `define({ prefix: 'Acme!' })`, /define: prefix "Acme!": use lower-case letters/],
    ['a second prefix', `define({ prefix: 'a' }); define({ prefix: 'b' })`, /define: prefix "b": .* already, with the prefix "a"/],
    ['a prefix after none', `define(); define({ prefix: 'b' })`, /define: prefix "b": .* already, without a prefix/],
  ] as const) {
    it(`refuses ${what}, and changes nothing`, async () => {
      const result = (await inFrame(`try { ${script} } catch (error) { return { code: error.code, message: error.message, b: !!customElements.get('b-call-panel') } }`)) as { code: string; message: string; b: boolean };
      expect(result.code).to.equal('invalidArgument');
      expect(result.message).to.match(message);
      expect(result.b).to.equal(false);
    });
  }
});
