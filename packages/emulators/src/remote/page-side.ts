import type { Call, Handle, Reply } from './protocol.ts';
import { isHandle } from './protocol.ts';

type Method = (...args: never[]) => unknown;
type Scalar = string | number | boolean | bigint | null | undefined | void;

/** Whether JSON can carry it. */
type IsJson<T> = T extends Scalar | Uint8Array
  ? true
  : T extends Method | Promise<unknown>
    ? false
    : T extends readonly (infer Item)[]
      ? IsJson<Item>
      : false extends { [Name in keyof T]-?: IsJson<T[Name]> }[keyof T]
        ? false
        : true;

/** What a method of the emulators returns, as a page has it: the same where JSON can carry it, else a `Held`. */
export type Remote<T> = false extends IsJson<T> ? (T extends Scalar ? T : Held<T>) : T;

/** An object of the emulators, in the hands of a page: its methods return promises, and its properties are to be awaited. */
export type Held<T> = {
  readonly [Name in keyof T]: T[Name] extends (...args: infer Args) => infer Result
    ? (...args: { [N in keyof Args]: Args[N] | Held<Args[N]> }) => Promise<Remote<Awaited<Result>>>
    : PromiseLike<Remote<Awaited<T[Name]>>>;
};

/** Sends calls to the other side. */
export class PageSide {
  readonly #send: (call: Call) => Promise<Reply>;

  constructor(send: (call: Call) => Promise<Reply>) {
    this.#send = send;
  }

  async call(call: Call): Promise<unknown> {
    const reply = await this.#send(call);
    return isHandle(reply) ? this.#held(reply) : reply.value;
  }

  #held(on: Handle): object {
    return new Proxy(on, {
      // It is no promise itself, and as an argument it is its handle.
      get: (_, name) => (typeof name === 'symbol' || name === 'then' ? undefined : name === 'toJSON' ? () => on : this.#member(on, name)),
    });
  }

  /** Whether it is a method or a property is decided by what is done to it: called, or awaited. */
  #member(on: Handle, path: string): object {
    const method = (...args: unknown[]): Promise<unknown> => this.call({ on, path, args });
    const then: PromiseLike<unknown>['then'] = (...reactions) => this.call({ on, path }).then(...reactions);
    return new Proxy(method, { get: (_, name) => (name === 'then' ? then : undefined) });
  }
}
