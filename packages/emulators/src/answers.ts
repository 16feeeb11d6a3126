import type { AccessPointState } from './faults.ts';
import type { Answer, NoAnswer } from './service.ts';

export const json = (body: object): Answer => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** What an access point in this state says to everybody. Undefined: it answers in its own words, be it with a refusal. */
export function outage(state: AccessPointState): Answer | NoAnswer | undefined {
  if (state === 'reset') return 'reset';
  if (state === 'silent') return 'silence';
  return typeof state === 'object' && 'status' in state ? { status: state.status } : undefined;
}
