import type { RTMEvents } from 'agora-rtm-sdk';
import type { RtmClient } from '../rtm-client.ts';

type Events = RTMEvents.RTMClientEventMap;
type LinkState = RTMEvents.LinkStateEvent['currentState'];
type Reason = RTMEvents.LinkStateEvent['reasonCode'];

/** As the SDK's errors are, as far as they matter. */
export class FakeRtmError extends Error {
  readonly errorCode: number;

  constructor(errorCode: number) {
    super(`Error Code ${errorCode} - for a test`);
    this.errorCode = errorCode;
  }
}

interface Login {
  readonly token: string | undefined;
  succeed(): void;
  fail(errorCode: number): void;
}

/** An RTM client whose service is the test: for what the real one gets into only after minutes. It is handed in as a page's own. */
export class FakeRtm {
  state: LinkState = 'IDLE';
  readonly logins: Login[] = [];
  readonly renewals: string[] = [];
  readonly published: { to: string; message: unknown; options: unknown }[] = [];
  logouts = 0;
  /** What `renewToken` and `publish` come to: an error's number, or success. */
  refuseTokens?: number;
  refuseMessages?: number;
  readonly #listeners = new Map<string, Set<(event: never) => void>>();

  get client(): RtmClient {
    return this as unknown as RtmClient;
  }

  get listeners(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }

  addEventListener(name: string, listener: (event: never) => void): void {
    this.#listeners.set(name, (this.#listeners.get(name) ?? new Set()).add(listener));
  }

  removeEventListener(name: string, listener: (event: never) => void): void {
    this.#listeners.get(name)?.delete(listener);
  }

  emit<Name extends keyof Events>(name: Name, event: Partial<Parameters<Events[Name]>[0]>): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(event as never);
  }

  link(currentState: LinkState, reasonCode: Reason = 'UNKNOWN'): void {
    const previousState = this.state;
    this.state = currentState;
    this.emit('linkState', { previousState, currentState, reasonCode });
  }

  login({ token }: { token?: string } = {}): Promise<unknown> {
    return new Promise<void>((resolve, reject) => {
      const succeed = (): void => {
        this.link('CONNECTED', 'LOGIN_SUCCESS');
        resolve();
      };
      const fail = (errorCode: number): void => {
        this.link('FAILED', 'LOGIN_REJECTED');
        reject(new FakeRtmError(errorCode));
      };
      if (this.state === 'CONNECTING') return reject(new FakeRtmError(-10017));
      this.state = 'CONNECTING';
      this.logins.push({ token, succeed, fail });
    });
  }

  async logout(): Promise<void> {
    this.logouts += 1;
  }

  async renewToken(token: string): Promise<void> {
    this.renewals.push(token);
    if (this.refuseTokens !== undefined) throw new FakeRtmError(this.refuseTokens);
  }

  async publish(to: string, message: unknown, options: unknown): Promise<void> {
    if (this.state !== 'CONNECTED') throw new FakeRtmError(-10025);
    if (message === '') throw new FakeRtmError(-11009);
    this.published.push({ to, message, options });
    if (this.refuseMessages !== undefined) throw new FakeRtmError(this.refuseMessages);
  }
}
