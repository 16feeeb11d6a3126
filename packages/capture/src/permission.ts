import type { TrackKind } from '@call-elements/core';
import { DEVICE } from './errors.ts';

/** What the user decided before. Undefined where the browser does not tell: some reject the question itself. */
export async function permission(kind: TrackKind): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: DEVICE[kind] as PermissionName })).state;
  } catch {
    return undefined;
  }
}
