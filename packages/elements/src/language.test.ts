import { expect } from 'chai';
import type { CallButton } from './call-button/call-button.ts';
import { FakeClient } from './testing/fake-client.ts';
import { find, mount, settled, unmountAll, until } from './testing/mount.ts';
import { addBuiltInWords, addWords } from './words.ts';

describe('language', () => {
  afterEach(() => {
    unmountAll();
    document.documentElement.lang = '';
    document.documentElement.removeAttribute('lang');
  });

  const shown = (root: Element): string | undefined => (root.shadowRoot ?? root).querySelector('call-button')?.shadowRoot!.querySelector('slot')?.textContent!.trim();

  it('is the one of the place where an element stands, and changes with it', async () => {
    const place = mount('<div><section lang="zh-CN"><call-button user-id="bob"></call-button></section></div>');
    await until(() => shown(place) === '视频通话');
    place.querySelector('section')!.lang = 'en-GB';
    await until(() => shown(place) === 'Video call');
    place.querySelector('section')!.removeAttribute('lang');
    document.documentElement.lang = 'zh';
    await until(() => shown(place) === '视频通话');
  });

  it('reaches into shadow roots', async () => {
    const place = mount('<div lang="zh"></div>');
    const root = place.attachShadow({ mode: 'open' });
    root.innerHTML = '<p><call-button></call-button></p>';
    await until(() => shown(place) === '视频通话');
  });

  it('is English where it is unknown, or none', async () => {
    for (const lang of ['tlh', '', 'no language']) {
      const place = mount(`<div lang="${lang}"><call-button></call-button></div>`);
      await settled(place);
      expect(shown(place), lang).to.equal('Video call');
    }
  });

  it('can be added by a page, at once or loaded when it is read, and mixed with English', async () => {
    const place = mount('<div lang="fr-CA"><call-button></call-button><call-button type="audio"></call-button></div>');
    await settled(place);
    addWords('fr', { videoCall: 'Appel vidéo' });
    await until(() => shown(place) === 'Appel vidéo');
    expect(find(place.querySelector<CallButton>('[type=audio]')!, 'slot').textContent).to.equal('Call');

    let loads = 0;
    addWords('fr-CA', async () => (loads++, { videoCall: 'Visioconférence' }));
    await until(() => shown(place) === 'Visioconférence');
    expect(loads).to.equal(1);
  });

  it('is asked for again when its words could not be loaded', async () => {
    let loads = 0;
    // It may throw before there is a promise.
    addWords('nl', () => {
      if (++loads === 1) throw new Error('offline');
      return Promise.resolve({ videoCall: 'Videogesprek' });
    });
    const place = mount('<div lang="nl"><call-button></call-button></div>');
    await until(() => loads === 1);
    await settled(place);
    expect(shown(place)).to.equal('Video call');
    find<CallButton>(place, 'call-button').requestUpdate();
    await until(() => shown(place) === 'Videogesprek');
  });

  it('keeps the words that a page replaced, also English ones, at once or loaded, whatever is loaded later', async () => {
    addWords('zh', { incomingVideo: '有人找你' });
    addWords('ja', async () => ({ connected: '通話中です' }));
    addBuiltInWords('ja', { connected: '通話中', calling: '呼び出し中' });
    addWords('en', async () => ({ audioCall: 'Ring' }));
    const english = mount('<div lang="en"><call-button type="audio"></call-button></div>');
    await until(() => shown(english) === 'Ring');
    addBuiltInWords('en', { audioCall: 'Call' });
    addBuiltInWords('zh', { incomingVideo: '视频来电' });
    await settled(english);
    expect(shown(english)).to.equal('Ring');
    const client = new FakeClient();
    const place = mount('<div lang="zh"><call-status></call-status></div>');
    const status = place.querySelector('call-status')!;
    status.client = client.asClient;
    client.in('calling', { direction: 'incoming' });
    await until(() => status.shadowRoot!.textContent!.includes('有人找你'));
    client.in('connected');
    await until(() => status.shadowRoot!.textContent!.includes('通话中'));
    place.lang = 'ja';
    await until(() => status.shadowRoot!.textContent!.includes('通話中です'));
    client.in('calling');
    await until(() => status.shadowRoot!.textContent!.includes('呼び出し中'));
  });

  it('writes digits as that language does', async () => {
    const client = new FakeClient();
    client.in('connected', { connectedAt: Date.now() - 65_300 });
    const place = mount('<div lang="ar-EG"><call-timer></call-timer></div>');
    const timer = place.querySelector('call-timer')!;
    timer.client = client.asClient;
    await until(() => timer.shadowRoot!.textContent!.includes('٠١:٠٥'));
  });
});
