// Types only: what Volar and vue-tsc know about the elements in templates. At run time this is an empty module.
import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { CallEventMap } from './events.ts';
import type { CallTags, ElementProperties, HeardOn, Prefixed } from './framework-types.ts';

type Emits<Element> = { [Name in keyof CallEventMap]: (event: HeardOn<Element, Name>) => void };

/** An element of that class as templates see it, for one's own tags. */
export type CallElementComponent<Element> = new () => Element & {
  /** Vue types templates by it; the element has no such property. */
  $props: ElementProperties<Element> & { slot?: string } & Omit<HTMLAttributes, keyof ElementProperties<Element>> & PublicProps;
  $emit: EmitFn<Emits<Element>>;
  $slots: Readonly<Record<string, (() => unknown) | undefined>>;
};

/** The tags with their types, as `define({ prefix })` names them. */
export type CallComponents<Prefix extends string = ''> = {
  [Tag in keyof CallTags as Prefixed<Prefix, Tag>]: CallElementComponent<CallTags[Tag]>;
};

declare module 'vue' {
  interface GlobalComponents extends CallComponents {}
}
