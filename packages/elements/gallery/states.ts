import { calibration } from './states/calibration.ts';
import { devices } from './states/devices.ts';
import { directions } from './states/directions.ts';
import { ended } from './states/ended.ts';
import { idle } from './states/idle.ts';
import { names } from './states/names.ts';
import { parts } from './states/parts.ts';
import { ringing } from './states/ringing.ts';
import { switching } from './states/switching.ts';
import { talking } from './states/talking.ts';
import type { GalleryState } from './state.ts';

/** Everything that the elements can look like. A new state is one more entry in a file of `states/`. */
export const STATES: readonly GalleryState[] = [...idle, ...ringing, ...talking, ...switching, ...devices, ...ended, ...names, ...directions, ...parts, ...calibration];

export function stateNamed(name: string): GalleryState {
  const found = STATES.find((state) => state.name === name);
  if (!found) throw new RangeError(`There is no state "${name}" in the gallery. There are: ${STATES.map((state) => state.name).join(', ')}.`);
  return found;
}
