import type { CallErrorCode } from '@call-elements/core';
import { enCall } from './words/en-call.ts';
import type { Word, WordKey } from './words.ts';

/** What is wrong with a device, and what to do about it. */
export function deviceWords(code: CallErrorCode, device: 'microphone' | 'camera' | 'bothDevices', word: Word): string {
  const key = `device.${code}`;
  const name = code === 'deviceNotFound' && device === 'bothDevices' ? 'anyDevice' : device;
  return word(key in enCall ? (key as WordKey) : 'device.other', { device: word(name) });
}
