import { expect } from 'chai';
import { capture } from './index.ts';
import { BOTH, asksFor, failure, pictureArrives, silenceArrives, soundArrives, track, useDevices } from './test-kit.ts';

describe('Capture', () => {
  const devices = useDevices();

  it('is one per page', () => {
    expect(capture()).to.equal(capture());
  });

  describe('acquire', () => {
    it('opens camera and microphone with one question, and they deliver', async () => {
      const lease = await devices.acquire();
      expect(devices.spy.kindsAsked()).to.deep.equal(['audio+video']);
      expect(lease.errors).to.deep.equal({});
      await pictureArrives(track(lease, 'video'));
      await soundArrives(track(lease, 'audio'));
    });

    it('opens what is asked for and nothing else', async () => {
      const audio = await devices.acquire({ audio: true, video: false });
      expect(audio.video).to.equal(null);
      const none = await devices.acquire({ audio: false, video: false });
      expect([none.audio, none.video]).to.deep.equal([null, null]);
      expect(devices.spy.kindsAsked()).to.deep.equal(['audio']);
    });

    it('asks for a processed microphone and a picture of 720 lines, unless told otherwise', async () => {
      await devices.acquire();
      expect(devices.spy.asked[0]).to.deep.equal({
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
        video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 }, facingMode: 'user' },
      });
      devices.configure({ audio: { echoCancellation: false }, video: { width: 640, height: 360 } });
      const lease = await devices.acquire();
      expect(track(lease, 'video').getSettings()).to.include({ width: 640, height: 360 });
      expect(devices.spy.asked[1]!.audio).to.include({ echoCancellation: false, noiseSuppression: true });
    });

    it('ends all tracks on release, which may be called again', async () => {
      const lease = await devices.acquire();
      lease.release();
      lease.release();
      expect(devices.spy.live).to.deep.equal([]);
      expect([lease.audio, lease.video]).to.deep.equal([null, null]);
    });
  });

  describe('errors', () => {
    const expected = {
      NotAllowedError: 'permissionDenied',
      SecurityError: 'permissionDenied',
      NotFoundError: 'deviceNotFound',
      OverconstrainedError: 'deviceNotFound',
      NotReadableError: 'deviceInUse',
      AbortError: 'deviceInUse',
      TypeError: 'deviceFailed',
    };
    for (const [name, code] of Object.entries(expected)) {
      it(`${name} of the camera is ${code}, and the microphone is there alone`, async () => {
        const cause = failure(name);
        devices.spy.refuse = (constraints) => (asksFor(constraints, 'video') ? cause : undefined);
        const lease = await devices.acquire();
        expect(devices.spy.kindsAsked()).to.deep.equal(['audio+video', 'audio']);
        expect(lease.video).to.equal(null);
        expect(lease.errors.audio).to.equal(undefined);
        expect(lease.errors.video).to.include({ code, cause });
        expect(lease.errors.video!.message).to.contain('camera');
        await soundArrives(track(lease, 'audio'));
      });

      it(`${name} of the microphone is ${code}, and the camera is there alone`, async () => {
        const cause = failure(name);
        devices.spy.permissions = { microphone: 'denied' };
        devices.spy.refuse = (constraints) => (asksFor(constraints, 'audio') ? cause : undefined);
        const lease = await devices.acquire();
        expect(devices.spy.kindsAsked()).to.deep.equal(['audio+video', 'audio', 'video']);
        expect(lease.audio).to.equal(null);
        expect(lease.errors.video).to.equal(undefined);
        expect(lease.errors.audio).to.include({ code, cause });
        expect(lease.errors.audio!.message).to.contain('microphone');
        await pictureArrives(track(lease, 'video'));
      });
    }

    it('tells the two apart when both fail', async () => {
      devices.spy.refuse = (constraints) => failure(asksFor(constraints, 'audio') ? 'NotFoundError' : 'NotReadableError');
      const lease = await devices.acquire();
      expect(lease.errors.audio).to.have.property('code', 'deviceNotFound');
      expect(lease.errors.video).to.have.property('code', 'deviceInUse');
    });

    it('does not ask a third time when the user said no twice', async () => {
      devices.spy.refuse = () => failure('NotAllowedError');
      const lease = await devices.acquire();
      expect(devices.spy.kindsAsked()).to.deep.equal(['audio+video', 'audio']);
      expect(lease.errors.audio).to.have.property('code', 'permissionDenied');
      expect(lease.errors.video).to.have.property('code', 'permissionDenied');
    });

    it('has a sentence of its own for every code', async () => {
      const messages = new Set<string>();
      for (const name of Object.keys(expected)) {
        devices.spy.refuse = () => failure(name);
        messages.add((await devices.acquire({ audio: false, video: true })).errors.video!.message);
      }
      expect(messages.size).to.equal(new Set(Object.values(expected)).size);
    });

    it('says insecurePage on an insecure page, and where there are no devices at all', async () => {
      devices.spy.replaceOnPage('isSecureContext', false);
      expect((await devices.acquire()).errors.video).to.have.property('code', 'insecurePage');
      expect(devices.spy.asked).to.deep.equal([]);
      devices.spy.removeMediaDevices();
      const lease = await devices.acquire();
      devices.spy.restore();
      expect(lease.errors.audio).to.have.property('code', 'insecurePage');
      expect(lease.errors.audio!.message).to.contain('https');
    });

    it('forgets a failure: the next acquire asks again', async () => {
      devices.spy.refuse = () => failure('NotReadableError');
      expect((await devices.acquire()).video).to.equal(null);
      devices.spy.refuse = () => undefined;
      await pictureArrives(track(await devices.acquire(), 'video'));
    });
  });

  describe('onlyIfGranted', () => {
    it('opens what was granted before, and is silent about the rest', async () => {
      devices.spy.permissions = { camera: 'prompt', microphone: 'granted' };
      const lease = await devices.acquire({ ...BOTH, onlyIfGranted: true });
      expect(devices.spy.kindsAsked()).to.deep.equal(['audio']);
      expect(track(lease, 'audio').readyState).to.equal('live');
      expect([lease.video, lease.errors.video]).to.deep.equal([null, undefined]);
    });

    it('opens nothing where the browser does not tell', async () => {
      devices.spy.permissions = { camera: new TypeError('unknown name'), microphone: new TypeError('unknown name') };
      const lease = await devices.acquire({ ...BOTH, onlyIfGranted: true });
      expect(devices.spy.asked).to.deep.equal([]);
      expect(lease.errors).to.deep.equal({});
    });
  });

  describe('sharing', () => {
    it('X-05: opens a device once for two leases, and closes it with the last', async () => {
      const [first, second] = await Promise.all([devices.acquire(), devices.acquire()]);
      const third = await devices.acquire();
      expect(devices.spy.kindsAsked()).to.deep.equal(['audio+video']);
      expect(new Set([first.video, second.video, third.video]).size).to.equal(3);
      first.release();
      second.release();
      await pictureArrives(track(third, 'video'));
      third.release();
      expect(devices.spy.live).to.deep.equal([]);
    });

    it('opens only the camera when the microphone is open', async () => {
      await devices.acquire({ audio: true, video: false });
      const lease = await devices.acquire();
      expect(devices.spy.kindsAsked()).to.deep.equal(['audio', 'video']);
      await pictureArrives(track(lease, 'video'));
    });

    it('mutes one lease without the other', async () => {
      const [first, second] = await Promise.all([devices.acquire(), devices.acquire()]);
      first.mute(true);
      await soundArrives(track(second, 'audio'));
      await silenceArrives(track(first, 'audio'));
      first.mute(false);
      await soundArrives(track(first, 'audio'));
    });

    it('opens a device again after it was closed', async () => {
      (await devices.acquire()).release();
      await pictureArrives(track(await devices.acquire(), 'video'));
      expect(devices.spy.asked).to.have.length(2);
    });

    it('shares a device that one chose and another was given', async () => {
      const given = await devices.acquire({ audio: false, video: true });
      const chosen = await devices.acquire({ audio: false, video: false });
      await chosen.open('video', track(given, 'video').getSettings().deviceId);
      expect(devices.spy.asked).to.have.length(1);
    });

    it('gives both leases the error of the one question they share', async () => {
      devices.spy.refuse = () => failure('NotReadableError');
      const request = { audio: false, video: true };
      const both = await Promise.all([devices.acquire(request), devices.acquire(request)]);
      expect(devices.spy.asked).to.have.length(1);
      for (const lease of both) expect(lease.errors.video).to.have.property('code', 'deviceInUse');
    });
  });

  describe('placeholder', () => {
    it('stands in for the picture that cannot be had, and ends with the lease', async () => {
      devices.spy.refuse = (constraints) => (asksFor(constraints, 'video') ? failure('NotAllowedError') : undefined);
      const lease = await devices.acquire({ ...BOTH, placeholder: true });
      const picture = track(lease, 'video');
      expect(lease.errors.video).to.have.property('code', 'permissionDenied');
      lease.release();
      expect(picture.readyState).to.equal('ended');
    });

    it('stands in for a camera that was not asked for, and gives way to it', async () => {
      const lease = await devices.acquire({ audio: true, video: false, placeholder: true });
      const picture = track(lease, 'video');
      expect(devices.spy.kindsAsked()).to.deep.equal(['audio']);
      await lease.open('video');
      expect(picture.readyState).to.equal('ended');
      await pictureArrives(track(lease, 'video'));
    });

    it('is not used when there is a picture', async () => {
      const lease = await devices.acquire({ ...BOTH, placeholder: true });
      expect(devices.spy.clones).to.include(track(lease, 'video'));
    });
  });
});
