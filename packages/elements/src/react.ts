// Types only: what JSX of React 19 knows about the elements. At run time this is an empty module.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { CallEventMap } from './events.ts';
import type { CallTags, ElementAttributes, ElementProperties, HeardOn, Prefixed } from './framework-types.ts';

/** React takes `oncall-connected` for the event `call-connected`, letter by letter. */
type Handlers<Element> = {
  [Name in keyof CallEventMap as `on${Name}`]?: ((event: HeardOn<Element, Name>) => void) | undefined;
} & {
  [Name in keyof CallEventMap as `on${Name}Capture`]?: ((event: HeardOn<Element, Name>) => void) | undefined;
};

/** JSX does not refuse names with a hyphen that it does not know. This refuses at least those that would be events of ours. */
interface NoOtherHandlers {
  [name: `oncall-${string}`]: ((event: never) => void) | undefined;
}

type Own<Element> = ElementAttributes<Element> & ElementProperties<Element> & Handlers<Element> & { class?: string | undefined };

/** The props of an element of that class, for wrappers and for one's own tags. */
export type CallElementProps<Element> = Own<Element> & NoOtherHandlers & Omit<DetailedHTMLProps<HTMLAttributes<Element>, Element>, keyof Own<Element>>;

/** The tags with their props, as `define({ prefix })` names them. */
export type CallIntrinsicElements<Prefix extends string = ''> = {
  [Tag in keyof CallTags as Prefixed<Prefix, Tag>]: CallElementProps<CallTags[Tag]>;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends CallIntrinsicElements {}
  }
}
