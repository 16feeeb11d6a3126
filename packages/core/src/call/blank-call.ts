import type { CallType } from '../vocabulary.ts';
import { OFF } from './devices.ts';

/** What every call begins with. */
export function blank(type: CallType, at: number) {
  return {
    phase: 'calling',
    startedAt: at,
    metrics: {},
    turn: 0,
    matched: false,
    inviteTaken: false,
    pushed: false,
    mediaOpen: false,
    videoWaived: false,
    placeholder: false,
    local: { microphone: OFF, camera: OFF },
    wants: { microphone: true, camera: type === 'video' },
  } as const;
}
