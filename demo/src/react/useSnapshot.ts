import { useCallback, useSyncExternalStore } from 'react';
import type { CallClient, CallSnapshot } from '@call-elements/core';

const nothing = () => {};

/** What the client says now; renders again when that changes. */
export function useSnapshot(client: CallClient | undefined): CallSnapshot | undefined {
  const subscribe = useCallback((changed: () => void) => client?.subscribe(changed) ?? nothing, [client]);
  return useSyncExternalStore(subscribe, () => client?.getState());
}
