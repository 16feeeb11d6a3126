import { expect } from 'chai';
import type { CallCameraButton } from './call-camera-button/call-camera-button.ts';
import { callParts } from './load-call-parts.ts';
import { FakeClient } from './testing/fake-client.ts';
import { find, mount, settled, unmountAll, until } from './testing/mount.ts';

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

  it('has what is written below it in its name, and can be pressed there', async () => {
    const named = mount('<div><call-camera-button>Turn camera</call-camera-button><call-camera-button>Film me</call-camera-button></div>');
    const names = (): (string | null | undefined)[] => [...named.children].map((control) => control.shadowRoot!.querySelector('button')?.getAttribute('aria-label'));
    await until(() => names()[1]?.startsWith('Film me'));
    expect(names()).to.deep.equal(['Turn camera off', 'Film me, Turn camera off']);
    const client = new FakeClient();
    client.in('connected');
    const control = named.firstElementChild as CallCameraButton;
    control.client = client.asClient;
    await settled(named);
    find(control, '.label').click();
    expect(client.calls).to.deep.equal([['setCamera', true]]);
  });
});
