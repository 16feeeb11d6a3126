// That the comparison of pictures sees what it should. The pictures themselves are compared in states.test.ts.
import { expect } from 'chai';
import { STATES } from '../states.ts';
import { aboutMachine, differences } from './calibration.ts';
import { forget, storedNames, storedSize } from './references.ts';
import { stage } from './stage.ts';

const MOST_BYTES = 1_700_000;
const update = process.env['UPDATE_PICTURES'] !== undefined;

describe('pictures', () => {
  before(async function () {
    this.timeout(60_000);
    await stage();
  });

  it('are there for every state, and for no other', () => {
    const names = STATES.flatMap(({ name, unpictured }) => (unpictured ? [] : [name]));
    if (update) for (const name of storedNames()) if (!names.includes(name)) forget(name);
    expect(storedNames()).to.have.members(names);
  });

  it('are small', () => {
    expect(storedSize()).to.be.below(MOST_BYTES);
  });

  if (update) return;

  const CHANGES: Record<string, { state: string; css: string }> = {
    'a badge that is gone': { state: 'remote-muted', css: '[part~="badge"] { visibility: hidden }' },
    'controls 8 px lower': { state: 'connected', css: '[part~="controls"] { translate: 0 8px }' },
    'another colour to accept': { state: 'incoming', css: 'call-accept-button:not([no-camera])::part(button) { background: #1d4ed8 !important }' },
    'a small picture 8 px aside': { state: 'connected', css: '[part~="local"] { translate: 8px 0 }' },
    'a time that is gone': { state: 'connected', css: '[part~="timer"] { visibility: hidden }' },
    'an icon that is gone': { state: 'connected', css: ':host(call-hangup-button) svg { visibility: hidden }' },
    'another green': { state: 'idle-user-audio', css: 'call-button::part(button) { background: #16a34a !important }' },
    'letters in another colour': { state: 'ended-unanswered', css: '[part~="reason"] { color: #d92d20 !important }' },
    'larger letters': { state: 'idle-user', css: '[part~="name"] { font-size: 150% }' },
    'a picture that is not mirrored': { state: 'outgoing-video', css: 'video { scale: none !important }' },
  };
  for (const [change, { state, css }] of Object.entries(CHANGES)) {
    it(`show ${change}`, async () => {
      expect(await differences(state)).to.deep.equal([]);
      expect(await differences(state, css)).to.not.deep.equal([]);
    });
  }

  it('say when the machine has other letters', async () => {
    expect(await aboutMachine()).to.equal('');
    expect(await aboutMachine('* { font-family: serif !important }')).to.contain('plain text');
  });
});
