import { systemClock } from '@call-elements/core';
import type { SignalListener } from '@call-elements/core';
import { Random } from './random.ts';
import { signalConformance } from './signal-conformance.ts';
import { SimulatedNetwork, SimulatedSignal } from './simulated-network.ts';

/** The simulation lets an error of a listener through, since it is the engine's and has to fail a test. A real adapter must not. */
class TolerantSignal extends SimulatedSignal {
  readonly #wrapped = new Map<SignalListener, SignalListener>();

  override addListener(listener: SignalListener): void {
    const guard =
      <Args extends unknown[]>(report: ((...args: Args) => void) | undefined) =>
      (...args: Args): void => {
        try {
          report?.apply(listener, args);
        } catch {
          // An adapter would log it.
        }
      };
    const wrapped = {
      onMessageReceive: guard(listener.onMessageReceive),
      onStateChange: guard(listener.onStateChange),
      onPeerGone: guard(listener.onPeerGone),
    };
    if (!this.#wrapped.has(listener)) super.addListener(wrapped);
    this.#wrapped.set(listener, this.#wrapped.get(listener) ?? wrapped);
  }

  override removeListener(listener: SignalListener): void {
    const wrapped = this.#wrapped.get(listener);
    if (wrapped) super.removeListener(wrapped);
    this.#wrapped.delete(listener);
  }
}

const TRAITS = { knowsPresence: true, severalDevices: true, reportsPeerGone: true };

signalConformance(
  'the simulated network',
  () => {
    const network = new SimulatedNetwork(systemClock, new Random(1));
    let devices = 0;
    return {
      createClient: (userId) => new TolerantSignal(network, userId, `device ${(devices += 1)}`),
      crash: (client) => network.crash(client as SimulatedSignal),
      dispose: () => {},
    };
  },
  TRAITS,
);
