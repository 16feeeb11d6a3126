import { executeServerCommand } from '@web/test-runner-commands';
import { PageSide } from './remote/page-side.ts';
import type { Remote } from './remote/page-side.ts';
import type { Call, Reply } from './remote/protocol.ts';
import type { Emulators } from './start.ts';

// For browser tests: the emulators of the test run, at work in another process.

/** What a page is told of the emulators that its test run started. */
export interface EmulatorsInfo {
  readonly appId: string;
  /** Of Easemob. */
  readonly appKey: string;
}

export const emulatorsInfo = (): Promise<EmulatorsInfo> => executeServerCommand<EmulatorsInfo, object>('emulators-info');

const emulators = new PageSide((call) => executeServerCommand<Reply, Call>('emulators', call));

type Key<Target> = Extract<keyof Target, string>;
type Method = (...args: never[]) => unknown;
/** `rtm.sockets.cut`: the way to a method, or to a property with `true`, three steps at most. */
type Path<Target, OfProperty = false, Depth extends 0[] = []> = Depth['length'] extends 3
  ? never
  : {
      [Name in Key<Target>]: Target[Name] extends Method
        ? OfProperty extends true
          ? never
          : Name
        : (OfProperty extends true ? Name : never) | (Target[Name] extends object ? `${Name}.${Path<Target[Name], OfProperty, [...Depth, 0]>}` : never);
    }[Key<Target>];
type At<Target, Way> = Way extends `${infer Name}.${infer Rest}` ? (Name extends keyof Target ? At<Target[Name], Rest> : never) : Way extends keyof Target ? Target[Way] : never;

/**
 * Calls a method of the emulators, by its path, with JSON both ways. Resolves with what it returned; what JSON cannot carry stays there, and
 * can be used from here: `const hold = await onEmulators('rtc.hold', 'join')`, then `await hold.reached`, and `await hold.release()`.
 * The test runner waits for 20 s at most.
 */
export function onEmulators<Way extends Path<Emulators>>(
  path: Way,
  ...args: At<Emulators, Way> extends (...args: infer Args) => unknown ? Args : never
): Promise<At<Emulators, Way> extends (...args: never[]) => infer Result ? Remote<Awaited<Result>> : never> {
  return emulators.call({ path, args }) as never;
}

/** Reads a property: `getFromEmulators('rtm.users')`. */
export function getFromEmulators<Way extends Path<Emulators, true>>(path: Way): Promise<Remote<At<Emulators, Way>>> {
  return emulators.call({ path }) as never;
}

/** Sets a property: `setOnEmulators('rtm.accessPoint', 'silent')`. */
export async function setOnEmulators<Way extends Path<Emulators, true>>(path: Way, value: At<Emulators, Way>): Promise<void> {
  await emulators.call({ path, set: { value } });
}
