import { ContextEvent } from '@lit/context';
import { CallError } from '@call-elements/core';
import type { CallClient, CallErrorCode, CallInfo, CallSnapshot } from '@call-elements/core';
import { LitElement } from 'lit';
import type { CSSResult, PropertyDeclarations, PropertyValues } from 'lit';
import { callContext, providerScope, watchDocument } from './context.ts';
import type { CallScope, Person } from './context.ts';
import { ScopeProvider } from './scope-provider.ts';
import { CallErrorEvent } from './events.ts';
import type { CallRequestEvent } from './events.ts';
import { insist } from './lazy.ts';
import { callParts, loadCallParts } from './load-call-parts.ts';
import type { CallParts } from './load-call-parts.ts';
import { languageOf } from './language.ts';
import { word } from './words.ts';
import type { Word } from './words.ts';

const NO_PROVIDER: CallScope = { audioBlocked: false, person: (userId) => ({ name: userId }), unlock: () => {} };

/** `invalidState`: the action lost a race against the end of the call. */
const ENDS: readonly CallErrorCode[] = ['callEnded', 'invalidState', 'peerOffline'];

const told = new WeakSet<CallError>();

/**
 * What all call elements share: finding a client, rendering its snapshots, asking before acting.
 *
 * The client is, in this order: the own `client` property; the provider named by `for`; the closest provider;
 * the only provider in the document. Without one an element renders disabled.
 *
 * @attr for - Id of the `<call-provider>` to use, for an element outside of it.
 * @cssprop [--call-color-scheme=light dark] - Which of its two looks: `light`, `dark`, or both for what the system says.
 * @cssprop [--call-text] - Text, where it does not take the colour around it.
 * @cssprop [--call-font] - Typeface.
 * @cssprop [--call-accent] - Focus rings.
 */
export abstract class CallElement extends LitElement {
  static override properties: PropertyDeclarations = { for: {} };
  /** Id of the provider to use. */
  for?: string;

  #own?: CallClient;
  #scope?: CallScope;
  #closest?: CallScope;
  #stopClosest?: () => void;
  #stopWatching?: () => void;
  #subscribed?: CallClient;
  #snapshot?: CallSnapshot;
  #stopClient?: () => void;
  #internals?: ElementInternals;
  #loading = false;
  #shared?: ScopeProvider;

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

  protected get language(): string {
    return languageOf(this);
  }

  /** A text for people, in the language of the place where this element stands. */
  protected readonly word: Word = (key, values) => word(this.language, key, values);

  /** How a user is shown: as the provider's `resolveUser` says, else by the id. */
  protected person(userId: string): Person {
    return (this.#scope ?? NO_PROVIDER).person(userId);
  }

  override connectedCallback(): void {
    this.#takeEarlyProperties();
    super.connectedCallback();
    this.#stopWatching = watchDocument(() => {
      this.documentChanged();
      this.requestUpdate();
    });
    this.documentChanged();
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

  /** Something came into the document, or went, that elements look for there. */
  protected documentChanged(): void {
    // Asked again until somebody answers: a provider may be upgraded after the elements inside it.
    if (!this.#closest) this.dispatchEvent(new ContextEvent(callContext, this, this.#hearClosest, true));
    this.#resolve();
  }

  /** Called with each new snapshot, before it is rendered. */
  protected snapshotChanged(_previous: CallSnapshot | undefined, _next: CallSnapshot | undefined): void {}

  /** Called when another client is in use. */
  protected clientChanged(): void {}

  /** Asks by a cancelable event, and acts when nobody objected. */
  protected request(event: CallRequestEvent, run: (client: CallClient) => unknown): void {
    const client = this.client;
    if (!client || !this.dispatchEvent(event)) return;
    void this.attempt(() => run(client));
  }

  /** Runs an action of the client. A failure becomes `call-error`, unless it is about how the call ended: the snapshot tells that. */
  protected async attempt(action: () => unknown): Promise<void> {
    try {
      await action();
    } catch (cause) {
      if (!(cause instanceof CallError && ENDS.includes(cause.code))) this.#report(cause);
    }
  }

  /** Whether this element shows nothing useful without `parts`. */
  protected get needsParts(): boolean {
    return this.call !== undefined;
  }

  /** What only a call needs. Undefined while it is loaded; then this element updates. Tried again as long as it is needed. */
  protected get parts(): CallParts | undefined {
    if (!callParts() && !this.#loading && this.needsParts) {
      this.#loading = true;
      void insist(loadCallParts, () => this.needsParts, this.#report).then(() => {
        this.#loading = false;
        if (callParts()) this.requestUpdate();
      });
    }
    return callParts();
  }

  /** Wears style sheets over the first `under` of its own; over all of them by default. */
  protected wear(styles: readonly CSSResult[], under?: number): void {
    const root = this.renderRoot as ShadowRoot;
    const { adoptedStyleSheets: worn } = root;
    const more = styles.map(({ styleSheet }) => styleSheet!).filter((sheet) => !worn.includes(sheet));
    if (more.length) root.adoptedStyleSheets = [...worn.slice(0, under), ...more, ...(under ? worn.slice(under) : [])];
  }

  /** For elements made of others: those get this element's client and people, also when they came by `client` or `for`. */
  protected shareScope(): void {
    this.#shared = new ScopeProvider(this, NO_PROVIDER);
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

  #report = (cause: unknown): void => {
    const error = CallError.from(cause, 'invalidState', 'The action failed.');
    // What all elements wait for fails for all of them: the first one tells.
    if (told.has(error)) return;
    told.add(error);
    this.dispatchEvent(new CallErrorEvent(error));
  };

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
      if (this.isConnected) this.clientChanged();
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
