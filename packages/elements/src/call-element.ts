import { ContextEvent, ContextProvider } from '@lit/context';
import { CallError } from '@call-elements/core';
import type { CallClient, CallInfo, CallSnapshot } from '@call-elements/core';
import { LitElement } from 'lit';
import type { PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { attachContextRoot, callContext, providerScope, watchProviders } from './context.ts';
import type { CallScope, Person } from './context.ts';
import { CallErrorEvent } from './events.ts';
import type { CallRequestEvent } from './events.ts';

const NO_PROVIDER: CallScope = { audioBlocked: false, person: (userId) => ({ name: userId }), unlock: () => {} };

/**
 * What all call elements share: finding a client, rendering its snapshots, asking before acting.
 *
 * The client is, in this order: the own `client` property; the provider named by `for`; the closest provider;
 * the only provider in the document. Without one an element renders disabled.
 *
 * @attr for - Id of the `<call-provider>` to use, for an element outside of it.
 */
export abstract class CallElement extends LitElement {
  /** Id of the provider to use. */
  @property() for?: string;

  #own?: CallClient;
  #scope?: CallScope;
  #closest?: CallScope;
  #stopClosest?: () => void;
  #stopWatching?: () => void;
  #subscribed?: CallClient;
  #snapshot?: CallSnapshot;
  #stopClient?: () => void;
  #internals?: ElementInternals;
  #shared?: ContextProvider<typeof callContext>;

  /** The client in use. Setting one makes it win over every provider; undefined takes that back. */
  get client(): CallClient | undefined {
    return this.#own ?? this.#scope?.client;
  }
  set client(client: CallClient | undefined) {
    this.#own = client;
    this.#follow();
  }

  protected get scope(): CallScope | undefined {
    return this.#scope;
  }
  protected get snapshot(): CallSnapshot | undefined {
    return this.#snapshot;
  }
  protected get call(): CallInfo | undefined {
    return this.#snapshot?.call;
  }

  /** How a user is shown: as the provider's `resolveUser` says, else by the id. */
  protected person(userId: string): Person {
    return (this.#scope ?? NO_PROVIDER).person(userId);
  }

  override connectedCallback(): void {
    this.#takeEarlyProperties();
    super.connectedCallback();
    attachContextRoot();
    this.#stopWatching = watchProviders(() => this.#resolve());
    this.dispatchEvent(new ContextEvent(callContext, this, this.#hearClosest, true));
    this.#resolve();
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatching?.();
    this.#stopClosest?.();
    this.#stopClosest = this.#closest = undefined;
    this.#resolve();
    this.#follow();
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('for')) this.#resolve();
  }

  /** Called with each new snapshot, before it is rendered. */
  protected snapshotChanged(_previous: CallSnapshot | undefined, _next: CallSnapshot | undefined): void {}

  /** Asks by a cancelable event, and acts when nobody objected. */
  protected request(event: CallRequestEvent, run: (client: CallClient) => unknown): void {
    const client = this.client;
    if (!client || !this.dispatchEvent(event)) return;
    void this.attempt(() => run(client));
  }

  /** Runs an action of the client. A failure becomes `call-error`; losing a race against the end of the call is none. */
  protected async attempt(action: () => unknown): Promise<void> {
    try {
      await action();
    } catch (cause) {
      const error = CallError.from(cause, 'invalidState', 'The action failed.');
      if (error.code === 'callEnded' || (cause instanceof CallError && error.code === 'invalidState')) return;
      this.dispatchEvent(new CallErrorEvent(error));
    }
  }

  /** For elements made of others: those get this element's client and people, also when they came by `client` or `for`. */
  protected shareScope(): void {
    this.#shared = new ContextProvider(this, { context: callContext, initialValue: NO_PROVIDER });
  }

  /** Sets the `:state()`s of this element to those given. */
  protected setStates(...states: (string | false | undefined)[]): void {
    this.#internals ??= this.attachInternals();
    this.#internals.states.clear();
    for (const state of states) if (state) this.#internals.states.add(state);
  }

  /** `client` set on an element before its class was defined sits on the instance and hides the accessor. */
  #takeEarlyProperties(): void {
    if (!Object.hasOwn(this, 'client')) return;
    const { client } = this;
    delete (this as { client?: CallClient }).client;
    this.client = client;
  }

  // A field, not a closure made per request: the ContextRoot holds it weakly.
  #hearClosest = (scope: CallScope, stop?: () => void): void => {
    if (stop !== this.#stopClosest) this.#stopClosest?.();
    this.#stopClosest = stop;
    this.#closest = scope;
    this.#resolve();
  };

  #resolve(): void {
    const scope = this.isConnected ? (this.for ? providerScope(this.for) : (this.#closest ?? providerScope())) : undefined;
    if (scope === this.#scope) return;
    this.#scope = scope;
    this.#follow();
  }

  #follow(): void {
    const client = this.isConnected ? this.client : undefined;
    if (client !== this.#subscribed) {
      this.#stopClient?.();
      this.#subscribed = client;
      this.#stopClient = client?.subscribe(() => this.#read());
    }
    this.#shared?.setValue({ ...(this.#scope ?? NO_PROVIDER), client });
    this.#read();
    // Also when the snapshot is the same: coming back into the document renders nothing by itself (style.md §5.3).
    this.requestUpdate();
  }

  #read(): void {
    const next = this.#subscribed?.getState();
    if (next === this.#snapshot) return;
    const previous = this.#snapshot;
    this.#snapshot = next;
    this.snapshotChanged(previous, next);
    this.requestUpdate();
  }
}
