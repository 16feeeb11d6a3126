import { expect } from 'chai';
import { placeholder } from './placeholder.ts';

describe('placeholder', () => {
  it('sends dark pictures over WebRTC, again and again, with the sender attached late', async () => {
    const { track, close } = placeholder();
    const [caller, callee] = [new RTCPeerConnection(), new RTCPeerConnection()];
    caller.onicecandidate = ({ candidate }) => void callee.addIceCandidate(candidate ?? undefined);
    callee.onicecandidate = ({ candidate }) => void caller.addIceCandidate(candidate ?? undefined);
    const video = document.createElement('video');
    video.muted = true;
    callee.ontrack = (event) => {
      video.srcObject = new MediaStream([event.track]);
      void video.play();
    };
    const { sender } = caller.addTransceiver('video', { direction: 'sendonly' });
    await caller.setLocalDescription();
    await callee.setRemoteDescription(caller.localDescription!);
    await callee.setLocalDescription();
    await caller.setRemoteDescription(callee.localDescription!);
    await sender.replaceTrack(track);

    const frame = () => new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    await frame();
    await frame();
    const context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.drawImage(video, 0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    for (const value of [red, green, blue]) expect(value).to.be.within(20, 70);

    close();
    expect(track.readyState).to.equal('ended');
    caller.close();
    callee.close();
  });
});
