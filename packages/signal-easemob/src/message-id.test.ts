import { expect } from 'chai';
import { toMessage, toPush } from './call-message.ts';
import { loadSdk } from './sdk.ts';

describe('Ids of messages', () => {
  it('are all different, and none that the SDK would give', async () => {
    const sdk = await loadSdk();
    const ours = Array.from({ length: 100 }, (_, n) => (n % 2 ? toPush(sdk, 'bob', 'hello', undefined) : toMessage(sdk, 'bob', 'hello', { interop: n % 4 === 0, stored: false })).id);
    const theirs = sdk.message.create({ type: 'cmd', chatType: 'singleChat', to: 'bob', action: 'hello' }).id;
    expect(new Set(ours).size).to.equal(100);
    for (const id of ours) {
      expect(id.length).to.be.greaterThan(theirs.length);
      expect(Number(id), 'the service knows 64 bits, the SDK compares strings').to.be.lessThan(Number.MAX_SAFE_INTEGER);
    }
  });
});
