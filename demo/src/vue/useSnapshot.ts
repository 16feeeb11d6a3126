import { shallowRef, watch } from 'vue';
import type { ShallowRef } from 'vue';
import type { CallClient, CallSnapshot } from '@call-elements/core';

/** What the client says now. Shallow: snapshots are frozen, and each is a new object. */
export function useSnapshot(client: Readonly<ShallowRef<CallClient | undefined>>): Readonly<ShallowRef<CallSnapshot | undefined>> {
  const snapshot = shallowRef<CallSnapshot>();
  watch(client, (current, _previous, onCleanup) => {
    const read = () => (snapshot.value = current?.getState());
    if (current) onCleanup(current.subscribe(read));
    read();
  });
  return snapshot;
}
