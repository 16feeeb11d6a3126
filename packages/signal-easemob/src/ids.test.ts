import { expect } from 'chai';
import { emulatorsInfo } from '@call-elements/emulators/page';
import { createEasemobSignal } from './index.ts';
import { isEasemobUserId } from './ids.ts';
import { rejection } from '@call-elements/testing';

describe('ids for Easemob', () => {
  it('are letters, digits and three signs', () => {
    for (const id of ['a', 'A', '1', '2002', '-a_b.c-', 'x'.repeat(64)]) expect(isEasemobUserId(id), id).to.equal(true);
    for (const id of ['', ' ', 'a b', 'a@b', 'a/b', 'a#b', 'é', '通话', '📞', 'a\n', 'x'.repeat(65)]) expect(isEasemobUserId(id), JSON.stringify(id)).to.equal(false);
  });

  it('and addresses are checked before anything is loaded, and the page is told once which are accepted', async () => {
    const { appKey } = await emulatorsInfo();
    const wrong: [object, RegExp][] = [
      [{ userId: 'alice' }, /app key, and there is none.*"org#app"/],
      [{ userId: 'alice', appKey: 'abc' }, /app key, and "abc" is none.*"org#app"/],
      [{ userId: 'alice', appKey: 'a#b#c' }, /"a#b#c" is none/],
      [{ userId: 'al ice', appKey }, /"al ice" is no user id.*1 to 64 letters/],
      [{ userId: 'alice', appKey, url: 'wss://im.example' }, /"apiUrl" is missing/],
      [{ userId: 'alice', appKey, apiUrl: 'https://api.example' }, /"url" is missing/],
      [{ userId: 'alice', appKey, isHttpDNS: false }, /"url" is missing/],
      [{ userId: 'alice', appKey, interop: 'native' }, /"native" is no "interop".*"callapi"/],
    ];
    for (const [options, message] of wrong) {
      const client = createEasemobSignal({ ...(options as { userId: string }), password: 'x' });
      const errors: unknown[] = [];
      client.addListener({ onStateChange: (_state, error) => void (error && errors.push(error)) });
      const error = await rejection(client.connect());
      expect(error.code, error.message).to.equal('invalidArgument');
      expect(error.message).to.match(message);
      expect(errors).to.deep.equal([]);
      expect(client.state).to.equal('failed');
    }
  });
});
