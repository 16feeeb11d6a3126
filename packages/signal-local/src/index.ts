export { LocalSignal, createLocalSignal } from './local-signal.ts';
