import { CallError } from '@call-elements/core';
import type { CallErrorCode, CallInfo } from '@call-elements/core';
import { ON, PANEL, broken, inCall, panel } from '../state.ts';
import type { Cell, GalleryState } from '../state.ts';

const CODES = ['permissionDenied', 'deviceNotFound', 'deviceInUse', 'insecurePage', 'deviceFailed'] as const satisfies readonly CallErrorCode[];
const failed = (code: CallErrorCode) => broken(new CallError(code, ''));
const camera = (code: CallErrorCode): Partial<CallInfo> => ({ local: { microphone: ON, camera: failed(code) } });
const both = (code: CallErrorCode): Partial<CallInfo> => ({ local: { microphone: failed(code), camera: failed(code) } });
const connected = (part: Partial<CallInfo>): Cell['snapshots'] => (sitters) => [inCall('connected', sitters, part)];
const cell = (label: string, part: Partial<CallInfo>): Cell => ({ label, markup: PANEL, snapshots: connected(part) });

/** What a panel says when a device is missing. */
export const devices: readonly GalleryState[] = [
  panel('no-permission', connected(both('permissionDenied'))),
  panel('no-permission-calling', (sitters) => [inCall('calling', sitters, both('permissionDenied'))]),
  panel('no-microphone-audio', connected({ type: 'audio', local: { microphone: failed('deviceNotFound'), camera: { state: 'off', track: null } } })),
  { name: 'device-banners', layout: 'panels', cells: CODES.flatMap((code) => [cell(`${code}, camera`, camera(code)), cell(`${code}, both`, both(code))]) },
];
