export interface DeviceEntry {
  /** Empty, like the label, until the user has granted a device of the kind. */
  readonly deviceId: string;
  readonly label: string;
  readonly kind: MediaDeviceKind;
}

/** Opens nothing and asks nothing. Empty where the page cannot have devices. */
export async function listDevices(): Promise<DeviceEntry[]> {
  const devices = (await globalThis.navigator?.mediaDevices?.enumerateDevices()) ?? [];
  return devices.map(({ deviceId, label, kind }) => ({ deviceId, label, kind }));
}

/** Calls `listener` whenever a device came or went, until the returned function is called. */
export function onDevicesChange(listener: () => void): () => void {
  const devices = globalThis.navigator?.mediaDevices;
  // An own function for each call: a listener that was added twice is then removed once at a time.
  const changed = () => listener();
  devices?.addEventListener('devicechange', changed);
  return () => devices?.removeEventListener('devicechange', changed);
}
