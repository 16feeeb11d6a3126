import { bothEnd, nobodyComplains, openPage, servePage } from './harness.ts';
import { connect } from './phone.ts';

const TAG = '<script type="module" src="call-elements.js"></script>';
const OTHER = TAG.replace('.js', '.js?again');

const pageOf = (user: string, to: string, tags: readonly string[]): string =>
  `<!doctype html>${tags.join('')}<call-provider user-id="${user}"><call-panel user-id="${to}"></call-panel></call-provider>`;

describe('the script-tag bundle, twice on a page', () => {
  for (const [addresses, tags] of [
    ['of the same address', [TAG, TAG]],
    ['of two addresses', [TAG, OTHER]],
    // What it loads for a call then comes from the other copy.
    ['of two addresses, the odd one first', [OTHER, TAG]],
  ] as const) {
    it(`${addresses}: calls work`, async () => {
      await Promise.all([servePage('/alice.html', pageOf('alice', 'bob', tags)), servePage('/bob.html', pageOf('bob', 'alice', tags))]);
      const [alice, bob] = await Promise.all([openPage('alice', '/alice.html'), openPage('bob', '/bob.html')]);
      await connect(alice, bob);
      await alice.press('Hang up');
      await bothEnd([alice, 'localHangup'], [bob, 'remoteHangup']);
      nobodyComplains(alice, bob);
    });
  }
});
