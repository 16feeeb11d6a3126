import type { NativeApp } from '../native-app.ts';
import type { Page } from '../world.ts';
import type { Deed } from './schedule.ts';

/** What a person with this page before them would do; `pick` from 0 up to 1 chooses. */
export function tapPage(page: Page, users: readonly string[], pick: number): Deed | undefined {
  const { state, call } = page.client.getState();
  // Two choices out of one number.
  const second = (pick * 37) % 1;
  if (state === 'prepared') return dial(users, pick, second);
  if (state === 'calling' && call?.direction === 'incoming') return pick < 0.75 ? { do: 'accept', camera: second < 0.8 } : { do: 'reject' };
  if (state === 'calling') return pick < 0.4 ? { do: 'cancel' } : undefined;
  if (state !== 'connecting' && state !== 'connected') return undefined;
  const deeds: Deed[] = [
    { do: 'hangup' },
    { do: 'microphone', on: second < 0.5 },
    { do: 'camera', on: second < 0.5 },
    { do: 'switch', type: call!.type === 'audio' ? 'video' : 'audio' },
    { do: 'select', kind: second < 0.5 ? 'audio' : 'video' },
    { do: 'redial', to: users[Math.floor(second * users.length)]! },
    { do: 'leave' },
  ];
  return deeds[Math.floor(pick * deeds.length)];
}

/** The same with one of CallAPI's own apps. */
export function tapApp(app: NativeApp, users: readonly string[], pick: number): Deed | undefined {
  const second = (pick * 37) % 1;
  if (app.state === 'prepared') return dial(users, pick, second);
  const rings = app.states.at(-1)?.startsWith('calling/remote') ?? false;
  if (rings) return pick < 0.75 ? { do: 'accept' } : { do: 'reject' };
  if (app.state === 'calling') return pick < 0.4 ? { do: 'cancel' } : undefined;
  return app.state !== 'idle' && pick < 0.5 ? { do: 'hangup' } : undefined;
}

function dial(users: readonly string[], pick: number, second: number): Deed | undefined {
  const to = users[Math.floor(second * users.length)];
  return to === undefined ? undefined : { do: 'dial', to, type: pick < 0.7 ? 'video' : 'audio' };
}
