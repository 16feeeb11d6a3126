// What templates accept, and what they refuse. Compiled by `npm run typecheck`, never run.
import type { CallConnectedEvent, CallDialRequestEvent, CallProvider } from '@call-elements/elements';
import type { CallComponents } from '@call-elements/elements/vue';
import type { GlobalComponents } from 'vue';

declare module 'vue' {
  interface GlobalComponents extends CallComponents<'acme'> {}
}

type Props<Tag extends keyof GlobalComponents> = InstanceType<GlobalComponents[Tag]>['$props'];
declare const provider: InstanceType<GlobalComponents['call-provider']>;

// A template ref is the element.
export const element: CallProvider = provider;

export const accepted = [
  { userId: 'alice', signal: 'local', callTimeout: '0', earlyMedia: 'warm', firstFrameWaitDisabled: true, id: 'p', class: ['a'], style: { color: 'red' }, key: 1 },
  { iceServers: [], resolveUser: async (userId) => ({ name: userId.toUpperCase() }) },
] satisfies Props<'call-provider'>[];
export const button = { userId: 'bob', type: 'audio', for: 'p' } satisfies Props<'call-button'>;
export const prefixed = { userId: 'bob' } satisfies Props<'acme-call-button'>;

provider.$emit('call-connected', {} as CallConnectedEvent & { currentTarget: CallProvider });

export const refused = [
  // @ts-expect-error no such property
  { userID: 'alice' },
  // @ts-expect-error wrong value
  { firstFrameWaitDisabled: 'false' },
  // @ts-expect-error no such way of early media
  { earlyMedia: 'sometimes' },
  // @ts-expect-error no such time
  { preload: 'now' },
  // @ts-expect-error no such theme
  { theme: 'pink' },
  // @ts-expect-error only read
  { ready: Promise.resolve() },
  // @ts-expect-error a method
  { unlock: () => {} },
] satisfies Props<'call-provider'>[];

// @ts-expect-error no such element
export type Unknown = Props<'call-pannel'>;
// @ts-expect-error no such event
provider.$emit('call-incomming', {});
// @ts-expect-error another event's class
provider.$emit('call-connected', {} as CallDialRequestEvent & { currentTarget: CallProvider });
