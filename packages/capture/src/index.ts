export { capture, createCapture } from './capture.ts';
export type { CaptureOptions } from './constraints.ts';
export { listDevices, onDevicesChange } from './devices.ts';
export type { DeviceEntry } from './devices.ts';
