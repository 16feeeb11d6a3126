import { fakeCall, fakeMedia } from '../src/testing/fake-client.ts';
import type { CallError, CallInfo, CallSnapshot, CallState, LocalMediaState, Track } from '@call-elements/core';
import type { Person } from '../src/context.ts';
import { portraitTrack } from './portraits.ts';
import type { Sitter } from './portraits.ts';
import { NOW } from './frozen-time.ts';

export { OFF } from '../src/testing/fake-client.ts';

export type Snapshot = Partial<CallSnapshot>;

/** Elements with a provider around them, whose client is in one state. */
export interface Cell {
  readonly markup: string;
  /** What the client goes through; the last one shows. Made when shown, since it holds tracks. None: nothing happens. */
  readonly snapshots?: (sitters: Sitters) => readonly Snapshot[];
  /** `false`: no provider at all. `signedOut`: one that has no client yet. */
  readonly provider?: false | 'signedOut';
  readonly people?: () => Readonly<Record<string, Person>>;
  readonly audioBlocked?: boolean;
  /** The part of the first element that is pressed in the end. */
  readonly press?: string;
  /** What stands above it on a sheet. */
  readonly label?: string;
}

export interface GalleryState {
  /** Also the name of its picture. */
  readonly name: string;
  readonly cells: readonly Cell[];
  /**
   * `screen`: one cell fills the window. On sheets the cells have a size of their own, so one width of the window shows all:
   * `panels`, each in a box of its own; `parts`, in lines.
   */
  readonly layout: 'screen' | 'panels' | 'parts';
  readonly lang?: string;
  readonly dir?: 'rtl';
  /** Not compared with a picture: it has letters that every machine takes from another font. */
  readonly unpictured?: boolean;
}

/** Who is in front of the two cameras. */
export interface Sitters {
  readonly local: Track;
  readonly remote: Track;
}

export function sitters(local: Sitter = 'alice', remote: Sitter = 'bob'): Sitters {
  return { local: portraitTrack(local), remote: portraitTrack(remote) };
}

export const PANEL = '<call-panel silent></call-panel>';
export const IDLE: Snapshot = { state: 'prepared', signal: 'online' };
export const CONNECTED_AT = NOW - 754_000;
export const ON = { state: 'on', track: null } as const;
export const ASKING = { state: 'asking', track: null } as const;

/** A picture or a sound that could not be had. */
export const broken = (error: CallError): LocalMediaState['camera'] => ({ state: 'failed', track: null, error });

/** A client in a call, in that state, with everything working. */
export function inCall(state: CallState, { local, remote }: Sitters, part: Partial<CallInfo> = {}): Snapshot {
  const call = fakeCall({
    startedAt: CONNECTED_AT - 5000,
    connectedAt: state === 'connected' ? CONNECTED_AT : undefined,
    media: fakeMedia({ remote: { audio: null, video: remote }, received: { audio: true, video: state !== 'connecting' } }),
    local: { microphone: ON, camera: { state: 'on', track: local } },
    remote: { microphone: true, camera: true },
    ...part,
  });
  return { state, signal: 'online', call };
}

export function ended(part: Partial<CallInfo>): Snapshot {
  return { ...IDLE, lastCall: fakeCall({ endedAt: NOW, ...part }), reason: part.endReason ?? 'none' };
}

/** A state that fills the window with a panel. */
export function panel(name: string, snapshots: Cell['snapshots'], more: Partial<Cell> & Partial<Omit<GalleryState, 'name' | 'cells' | 'layout'>> = {}): GalleryState {
  const { lang, dir, unpictured, ...cell } = more;
  return { name, layout: 'screen', cells: [{ markup: PANEL, snapshots, ...cell }], lang, dir, unpictured };
}
