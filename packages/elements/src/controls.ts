import type { CallClient, CallSnapshot } from '@call-elements/core';
import type { ControlLook } from './call-control.ts';
import { isAnswered, isRinging } from './call-rules.ts';
import { CallAcceptRequestEvent, CallCameraRequestEvent, CallHangupRequestEvent, CallMicrophoneRequestEvent, CallRejectRequestEvent } from './events.ts';
import type { CallRequestEvent } from './events.ts';
import type { Word } from './words.ts';

// What each control shows and does, in a call.

export interface ControlUse {
  readonly snapshot: CallSnapshot | undefined;
  readonly word: Word;
  /** Allows sound from here on. */
  unlock(): void;
}

export interface Control {
  look(use: ControlUse): ControlLook;
  /** What is asked, and what happens when nobody objects. */
  press(use: ControlUse): [CallRequestEvent, (client: CallClient) => unknown];
}

/** A call of ours that rings at the other side: the devices are open already. */
export function isDialling(snapshot: CallSnapshot | undefined): boolean {
  return snapshot?.state === 'calling' && snapshot.call?.direction === 'outgoing';
}

function canSwitchDevices(snapshot: CallSnapshot | undefined): boolean {
  return isAnswered(snapshot) || isDialling(snapshot);
}

const isVideo = ({ snapshot }: ControlUse): boolean => snapshot?.call?.type === 'video';

export const acceptControl: Control = {
  look: (use) => ({ icon: isVideo(use) ? 'camera' : 'phone', label: use.word('acceptCall'), tone: 'accept', disabled: !isRinging(use.snapshot) }),
  press: (use) => [new CallAcceptRequestEvent(isVideo(use)), (client) => (use.unlock(), client.accept())],
};

export const acceptWithoutCameraControl: Control = {
  look: ({ snapshot, word }) => ({ icon: 'cameraOff', label: word('acceptWithoutCamera'), disabled: !isRinging(snapshot) }),
  press: ({ unlock }) => [new CallAcceptRequestEvent(false), (client) => (unlock(), client.accept({ camera: false }))],
};

export const rejectControl: Control = {
  look: ({ snapshot, word }) => ({ icon: 'hangup', label: word('declineCall'), tone: 'danger', disabled: !isRinging(snapshot) }),
  press: () => [new CallRejectRequestEvent(), (client) => client.reject()],
};

export const hangupControl: Control = {
  look: ({ snapshot, word }) => ({ icon: 'hangup', label: word(isDialling(snapshot) ? 'cancelCall' : 'hangUp'), tone: 'danger', wide: true, disabled: !canSwitchDevices(snapshot) }),
  press: ({ snapshot }) => [new CallHangupRequestEvent(), (client) => (isDialling(snapshot) ? client.cancelCall() : client.hangup())],
};

/** A switch of a device: what it says stays, whether it is pressed changes. */
function lookOf({ snapshot, word }: ControlUse, device: 'microphone' | 'camera', label: 'muteMicrophone' | 'turnCameraOff'): ControlLook & { readonly pressed: boolean } {
  const { state } = snapshot?.call?.local[device] ?? {};
  const off = state === 'off' || state === 'failed';
  return { icon: off ? `${device}Off` : device, label: word(label), pressed: off, busy: state === 'asking', disabled: !canSwitchDevices(snapshot) };
}

export const microphoneControl: Control = {
  look: (use) => lookOf(use, 'microphone', 'muteMicrophone'),
  press(use) {
    // While it is being opened it counts as on: a press then means off.
    const { pressed: on } = lookOf(use, 'microphone', 'muteMicrophone');
    return [new CallMicrophoneRequestEvent(on), (client) => client.setMicrophone(on)];
  },
};

export const cameraControl: Control = {
  look: (use) => lookOf(use, 'camera', 'turnCameraOff'),
  press(use) {
    const { pressed: on } = lookOf(use, 'camera', 'turnCameraOff');
    return [new CallCameraRequestEvent(on), (client) => client.setCamera(on)];
  },
};
