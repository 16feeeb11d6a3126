import { expect } from 'chai';
import { listDevices, onDevicesChange } from './index.ts';

describe('devices', () => {
  it('lists them without opening one', async () => {
    const { mediaDevices } = navigator;
    let opened = 0;
    const getUserMedia = mediaDevices.getUserMedia;
    Object.defineProperty(mediaDevices, 'getUserMedia', { configurable: true, value: () => (opened += 1) });
    const devices = await listDevices();
    delete (mediaDevices as Partial<MediaDevices>).getUserMedia;
    expect(mediaDevices.getUserMedia).to.equal(getUserMedia);
    expect(opened).to.equal(0);
    expect(devices.filter(({ kind }) => kind === 'videoinput')).to.have.length(3);
    for (const device of devices) expect(device).to.have.all.keys('deviceId', 'label', 'kind');
  });

  it('lists none where the page cannot have any', async () => {
    Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: undefined });
    try {
      expect(await listDevices()).to.deep.equal([]);
      onDevicesChange(() => {})();
    } finally {
      delete (navigator as { mediaDevices?: unknown }).mediaDevices;
    }
  });

  it('tells of changes until told to stop', () => {
    const calls: string[] = [];
    const listener = () => void calls.push('changed');
    const stopFirst = onDevicesChange(listener);
    const stopSecond = onDevicesChange(listener);
    const change = () => navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    change();
    stopFirst();
    change();
    stopSecond();
    change();
    expect(calls).to.have.length(3);
  });
});
