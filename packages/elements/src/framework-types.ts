import type { LitElement } from 'lit';
import type { CallEventMap } from './events.ts';
import type { TAGS } from './tags.ts';

/** The tags with the elements behind them. */
export type CallTags = { [Tag in keyof typeof TAGS]: InstanceType<(typeof TAGS)[Tag]> };

/** A tag as `define({ prefix })` names it. */
export type Prefixed<Prefix extends string, Tag extends string> = Prefix extends '' ? Tag : `${Prefix}-${Tag}`;

type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
type IsWritable<Holder, Key extends keyof Holder> = Same<Pick<Holder, Key>, { -readonly [K in Key]: Holder[K] }>;
type IsMethod<Value> = Value extends (...args: never[]) => unknown ? true : false;

/** What an element has over any Lit element, can be set, and is no method (those are never optional). */
type PropertyName<Element> = {
  [Key in Exclude<keyof Element, keyof LitElement>]-?: true extends IsMethod<Element[Key]> ? (undefined extends Element[Key] ? Key : never) : IsWritable<Element, Key> extends true ? Key : never;
}[Exclude<keyof Element, keyof LitElement>];

/** The properties of an element that a page sets. */
export type ElementProperties<Element> = { [Key in PropertyName<Element>]?: Element[Key] | undefined };

/** `userId` → `user-id`. */
export type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? Rest extends Uncapitalize<Rest>
    ? `${Uncapitalize<First>}${Kebab<Rest>}`
    : `${Uncapitalize<First>}-${Kebab<Rest>}`
  : Name;

/** What an attribute can say. Objects and functions have no attribute. */
type IsAttribute<Value> = unknown extends Value ? false : [Value] extends [string | number | boolean | undefined] ? true : false;

/** The same by the names of their attributes. */
export type ElementAttributes<Element> = {
  [Key in PropertyName<Element> & string as IsAttribute<Element[Key]> extends true ? Kebab<Key> : never]?: Element[Key] | undefined;
};

/** An event of the kit, as a listener on that element gets it. */
export type HeardOn<Element, Name extends keyof CallEventMap> = CallEventMap[Name] & { readonly currentTarget: Element };
