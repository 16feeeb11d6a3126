import { expect } from 'chai';
import type { Lease } from '@call-elements/core';
import { asksFor, failure, pictureArrives, rejection, silenceArrives, soundArrives, track, useDevices } from './test-kit.ts';

describe('Lease', () => {
  const devices = useDevices();

  describe('open and stop', () => {
    async function cameras(): Promise<[string, string]> {
      const ids = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
      // The second fake camera delivers pictures that WebRTC cannot send (web-mapping.md §0.3, trap 9).
      return [ids[0]!, ids[2]!];
    }

    it('switches to another camera and stops the old one', async () => {
      const lease = await devices.acquire();
      const [, other] = await cameras();
      const old = track(lease, 'video');
      const opened = await lease.open('video', other);
      expect(opened).to.equal(lease.video);
      expect(track(lease, 'video').getSettings().deviceId).to.equal(other);
      expect(old.readyState).to.equal('ended');
      expect(devices.spy.sources.filter(({ kind, readyState }) => kind === 'video' && readyState === 'live')).to.have.length(1);
      await pictureArrives(track(lease, 'video'));
    });

    it('opens the new one before it lets the old one go', async () => {
      const lease = await devices.acquire();
      const old = track(lease, 'video');
      const [, other] = await cameras();
      let stateMeanwhile = '';
      devices.spy.refuse = () => void (stateMeanwhile = old.readyState);
      await lease.open('video', other);
      expect(stateMeanwhile).to.equal('live');
    });

    it('keeps the old track when the new one cannot be had', async () => {
      const lease = await devices.acquire();
      const old = track(lease, 'video');
      devices.spy.refuse = () => failure('NotReadableError');
      expect(await rejection(lease.open('video', (await cameras())[1]))).to.include({ code: 'deviceInUse' });
      expect(lease.video).to.equal(old);
      await pictureArrives(old);
      devices.spy.refuse = () => undefined;
      expect(await rejection(lease.open('video', 'no such id'))).to.include({ code: 'deviceNotFound' });
      expect(lease.video).to.equal(old);
    });

    describe('on a phone, where one camera blocks the other', () => {
      async function phoneLease(): Promise<{ lease: Lease; old: MediaStreamTrack }> {
        const lease = await devices.acquire();
        const old = track(lease, 'video');
        const settings = old.getSettings();
        old.getSettings = () => ({ ...settings, facingMode: 'user' });
        return { lease, old };
      }

      it('lets the old one go first', async () => {
        const { lease, old } = await phoneLease();
        devices.spy.refuse = () => (old.readyState === 'live' ? failure('NotReadableError') : undefined);
        await lease.open('video', (await cameras())[1]);
        await pictureArrives(track(lease, 'video'));
      });

      it('says that the picture is gone when not even that helps', async () => {
        const { lease } = await phoneLease();
        const ended: string[] = [];
        lease.onEnded((kind) => ended.push(kind));
        devices.spy.refuse = () => failure('NotReadableError');
        expect(await rejection(lease.open('video', (await cameras())[1]))).to.include({ code: 'deviceInUse' });
        expect(ended).to.deep.equal(['video']);
        expect(lease.video).to.equal(null);
      });
    });

    it('stops one kind alone, and opens the chosen device again', async () => {
      const lease = await devices.acquire();
      const [, other] = await cameras();
      await lease.open('video', other);
      lease.stop('video');
      expect(lease.video).to.equal(null);
      expect(devices.spy.live.map(({ kind }) => kind)).not.to.include('video');
      await lease.open('video');
      expect(track(lease, 'video').getSettings().deviceId).to.equal(other);
      expect(track(lease, 'audio').readyState).to.equal('live');
    });

    it('opens another device when the chosen one was unplugged meanwhile', async () => {
      const lease = await devices.acquire({ audio: false, video: false });
      await lease.open('video', (await cameras())[1]);
      lease.stop('video');
      devices.spy.refuse = ({ video }) => ((video as MediaTrackConstraints).deviceId ? failure('OverconstrainedError') : undefined);
      await lease.open('video');
      await pictureArrives(track(lease, 'video'));
    });

    it('opens what was missing at first, and forgets its error', async () => {
      devices.spy.refuse = (constraints) => (asksFor(constraints, 'video') ? failure('NotReadableError') : undefined);
      const lease = await devices.acquire();
      devices.spy.refuse = () => undefined;
      await lease.open('video');
      expect(lease.errors.video).to.equal(undefined);
      await pictureArrives(track(lease, 'video'));
    });

    it('stays mute over a switch of microphones', async () => {
      const lease = await devices.acquire({ audio: true, video: false });
      lease.mute(true);
      const microphones = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audioinput');
      await lease.open('audio', microphones.at(-1)!.deviceId);
      await silenceArrives(track(lease, 'audio'));
      lease.mute(false);
      await soundArrives(track(lease, 'audio'));
    });
  });

  describe('answers that come too late', () => {
    let letGo: () => void;
    const hold = (): void => void (devices.spy.gate = new Promise((resolve) => (letGo = resolve)));

    it('ends a track that open() delivers after release', async () => {
      const lease = await devices.acquire({ audio: false, video: false });
      hold();
      const opening = rejection(lease.open('video'));
      lease.release();
      letGo();
      expect(await opening).to.include({ code: 'callEnded' });
      expect(devices.spy.sources).to.have.length(1);
      expect(devices.spy.live).to.deep.equal([]);
      expect(await rejection(lease.open('audio'))).to.include({ code: 'callEnded' });
      expect(devices.spy.asked).to.have.length(1);
    });

    it('ends a track that open() delivers after stop', async () => {
      const lease = await devices.acquire({ audio: false, video: false });
      hold();
      const opening = rejection(lease.open('video'));
      lease.stop('video');
      letGo();
      expect(await opening).to.include({ code: 'invalidState' });
      expect(devices.spy.live).to.deep.equal([]);
      expect(lease.video).to.equal(null);
    });

    it('lets the last of two switches win, whichever is answered first', async () => {
      const lease = await devices.acquire({ audio: false, video: true });
      const ids = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
      hold();
      const first = rejection(lease.open('video', ids[1]));
      devices.spy.gate = Promise.resolve();
      await lease.open('video', ids[2]);
      letGo();
      expect(await first).to.include({ code: 'invalidState' });
      expect(track(lease, 'video').getSettings().deviceId).to.equal(ids[2]);
      expect(devices.spy.sources.filter(({ readyState }) => readyState === 'live')).to.have.length(1);
    });

    it('leaves the device to a lease that still waits for it', async () => {
      const quitter = await devices.acquire({ audio: false, video: false });
      hold();
      const opening = rejection(quitter.open('video'));
      const pending = devices.acquire({ audio: false, video: true });
      quitter.release();
      letGo();
      await opening;
      await pictureArrives(track(await pending, 'video'));
    });
  });

  describe('a device that goes away', () => {
    it('is reported once and its track is gone; others go on', async () => {
      const lease = await devices.acquire();
      const ended: string[] = [];
      lease.onEnded((kind) => ended.push(kind));
      const unsubscribed: string[] = [];
      lease.onEnded((kind) => unsubscribed.push(kind))();
      for (const gone of [...devices.spy.sources, ...devices.spy.clones].filter(({ kind }) => kind === 'video')) {
        gone.stop();
        gone.dispatchEvent(new Event('ended'));
      }
      expect(ended).to.deep.equal(['video']);
      expect(unsubscribed).to.deep.equal([]);
      expect(lease.video).to.equal(null);
      await soundArrives(track(lease, 'audio'));
      await lease.open('video');
      await pictureArrives(track(lease, 'video'));
    });

    it('is not reported for stop, switch and release', async () => {
      const lease = await devices.acquire();
      const tracks = [track(lease, 'audio'), track(lease, 'video')];
      const ended: string[] = [];
      lease.onEnded((kind) => ended.push(kind));
      lease.stop('video');
      await lease.open('video');
      tracks.push(track(lease, 'video'));
      lease.release();
      for (const old of tracks) old.dispatchEvent(new Event('ended'));
      expect(ended).to.deep.equal([]);
    });

    it('is opened anew for the next lease, though the old track is still there', async () => {
      const lease = await devices.acquire({ audio: false, video: true });
      devices.spy.sources[0]!.stop();
      await pictureArrives(track(await devices.acquire({ audio: false, video: true }), 'video'));
      expect(devices.spy.asked).to.have.length(2);
      lease.release();
    });
  });
});
