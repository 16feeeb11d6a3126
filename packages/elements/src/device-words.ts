import type { CallErrorCode } from '@call-elements/core';
import { fill, word } from './words.ts';

const DEVICE_ERRORS: Partial<Record<CallErrorCode, string>> = {
  permissionDenied: 'Access to your {device} is blocked. Allow it in the address bar, then turn it on again.',
  deviceNotFound: 'No {device} was found. Plug one in, then turn it on again.',
  deviceInUse: 'Another app is using your {device}. Close that app, then turn it on again.',
  insecurePage: 'Browsers open your {device} only on a secure (https) page.',
};
const DEVICE_ERROR = 'Your {device} could not be started. Turn it on again to retry.';

/** What is wrong with a device, and what to do about it. */
export function deviceWords(code: CallErrorCode, device: 'microphone' | 'camera' | 'bothDevices'): string {
  return fill(DEVICE_ERRORS[code] ?? DEVICE_ERROR, { device: word(device) });
}
