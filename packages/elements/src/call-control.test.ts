import { expect } from 'chai';
import { callParts } from './load-call-parts.ts';
import { find, mount, unmountAll, until } from './testing/mount.ts';

describe('a control on a page without a call', () => {
  afterEach(unmountAll);

  it('keeps its place until its face is loaded, and then fills it', async () => {
    const control = mount('<call-camera-button></call-camera-button>');
    expect(callParts(), 'loaded before').to.equal(undefined);
    const reserved = control.getBoundingClientRect();
    expect([reserved.width, reserved.height]).to.deep.equal([56, 56]);
    await until(() => control.shadowRoot!.querySelector('svg'));
    expect(find<HTMLButtonElement>(control, 'button').disabled).to.equal(true);
    const filled = control.getBoundingClientRect();
    expect([filled.width, filled.height]).to.deep.equal([56, 56]);
  });
});
