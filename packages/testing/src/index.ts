export { FakeCapture } from './fake-capture.ts';
export type { FakeTrack } from './fake-capture.ts';
export { FakeConnection, FakeMedia, FakeMediaWorld } from './fake-media.ts';
export { Random } from './random.ts';
export { settle, SimulatedClock } from './simulated-clock.ts';
export { PERFECT, SimulatedNetwork, SimulatedSignal } from './simulated-network.ts';
export type { NetworkFaults } from './simulated-network.ts';
export { trace, World } from './world.ts';
export type { Page, PageOptions } from './world.ts';
