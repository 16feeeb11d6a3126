import { expect } from 'chai';
import { hasTurn, loadIceServers } from './ice-servers.ts';

const STUN = { urls: 'stun:stun.example.org' };
const never = new AbortController().signal;

const refused = (source: unknown) => loadIceServers(source, never).then(() => expect.fail('should have been refused'), (error: Error) => error);

describe('ICE servers', () => {
  it('are none by default', async () => {
    expect(await loadIceServers(undefined, never)).to.deep.equal([]);
    expect(await loadIceServers(null, never)).to.deep.equal([]);
  });

  it('come as a list, or from a function', async () => {
    expect(await loadIceServers([STUN], never)).to.deep.equal([STUN]);
    expect(await loadIceServers(() => [STUN], never)).to.deep.equal([STUN]);
    expect(await loadIceServers(async () => [STUN], never)).to.deep.equal([STUN]);
  });

  it('are refused when the function fails in any way, or gives something else', async () => {
    expect(await refused(() => Promise.reject(new Error('no credentials')))).to.have.property('message', 'no credentials');
    expect(
      await refused(() => {
        throw new Error('thrown');
      }),
    ).to.have.property('message', 'thrown');
    expect(await refused({ urls: 'stun:x' })).to.be.instanceOf(TypeError);
    expect(await refused(async () => 'stun:x')).to.be.instanceOf(TypeError);
  });

  it('are not waited for for ever', async () => {
    expect(await refused(() => new Promise(() => {}))).to.have.property('message').that.contains('ms');
  });

  it('are known to relay by their scheme', () => {
    expect(hasTurn([])).to.equal(false);
    expect(hasTurn([STUN])).to.equal(false);
    expect(hasTurn([STUN, { urls: 'turn:a.example' }])).to.equal(true);
    expect(hasTurn([{ urls: ['stun:a.example', 'TURNS:a.example?transport=tcp'] }])).to.equal(true);
  });
});
