import { expect } from 'chai';
import { emulatorsInfo } from '@call-elements/emulators/page';
import { createRtmSignal } from './index.ts';
import { isRtmUserId } from './ids.ts';
import { loadSdk } from './sdk.ts';
import { rejection } from '@call-elements/testing';

describe('ids for RTM', () => {
  it('are those that the SDK takes', async () => {
    const { appId } = await emulatorsInfo();
    const { RTM } = await loadSdk();
    const takes = (userId: string): boolean => {
      try {
        new RTM(appId, userId, { logLevel: 'none' });
        return true;
      } catch (error) {
        expect((error as { errorCode: number }).errorCode).to.equal(-10006);
        return false;
      }
    };
    const characters = Array.from({ length: 0x80 }, (_, code) => `a${String.fromCharCode(code)}z`);
    const ids = ['', ' a', 'a ', 'a\n', '_a', 'a_', '-a', '1', 'é', '通话', '📞', 'x'.repeat(64), 'x'.repeat(65), ...characters];
    for (const id of ids) expect(isRtmUserId(id), JSON.stringify(id)).to.equal(takes(id));
  });

  it('are checked before anything is loaded, and the page is told once which are accepted', async () => {
    const { appId } = await emulatorsInfo();
    const wrong: [string | undefined, string, RegExp][] = [
      [undefined, 'alice', /app id, and there is none.*32 letters and digits/],
      ['abc', 'alice', /app id, and "abc" is none.*32 letters and digits/],
      [appId, 'al.ice', /"al\.ice" is no user id.*1 to 64 letters/],
      [appId, '_alice', /"_alice" is no user id.*without "_" in front/],
    ];
    for (const [id, userId, message] of wrong) {
      const client = createRtmSignal({ appId: id, userId });
      const errors: unknown[] = [];
      client.addListener({ onStateChange: (_state, error) => void (error && errors.push(error)) });
      const error = await rejection(client.connect());
      expect(error.code).to.equal('invalidArgument');
      expect(error.message).to.match(message);
      expect(errors).to.deep.equal([]);
      expect(client.state).to.equal('failed');
    }
  });
});
