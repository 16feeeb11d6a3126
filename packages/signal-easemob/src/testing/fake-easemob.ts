import type { EasemobChat } from 'easemob-websdk';
import type { EasemobConnection } from '../link.ts';

type Handlers = EasemobChat.EventHandlerType;

interface Login {
  readonly user: string;
  readonly accessToken?: string;
  readonly pwd?: string;
  succeed(): void;
  fail(type: number, message?: string): void;
}

/** A connection whose service is the test: for what the real one gets into only after minutes. */
export class FakeEasemob {
  readonly logins: Login[] = [];
  readonly renewals: string[] = [];
  readonly sent: { to: string; type: string }[] = [];
  readonly context = { userId: '' };
  loggedIn = false;
  opened = false;
  closed = 0;
  shown = 0;
  /** What sending comes to: the service's time, an error, or nothing. */
  answer: number | object | undefined = Date.now();
  readonly #handlers = new Map<string, Handlers>();

  get connection(): EasemobConnection {
    return this as unknown as EasemobConnection;
  }

  get handlers(): number {
    return this.#handlers.size;
  }

  addEventHandler(id: string, handlers: Handlers): void {
    this.#handlers.set(id, handlers);
  }

  removeEventHandler(id: string): void {
    this.#handlers.delete(id);
  }

  emit<Name extends keyof Handlers>(name: Name, event?: unknown): void {
    for (const handlers of [...this.#handlers.values()]) (handlers[name] as ((event: unknown) => void) | undefined)?.(event);
  }

  /** As when a login succeeds, or the connection is back. */
  connect(userId = 'alice'): void {
    this.context.userId = userId;
    this.loggedIn = this.opened = true;
    this.emit('onConnected');
  }

  open({ user, accessToken, pwd }: { user: string; accessToken?: string; pwd?: string }): Promise<unknown> {
    if (this.loggedIn) return Promise.reject({ type: 208, message: 'The user has logged in.' });
    return new Promise<void>((resolve, reject) => {
      const succeed = (): void => {
        this.connect(user);
        resolve();
      };
      this.logins.push({ user, accessToken, pwd, succeed, fail: (type, message = 'for a test') => reject({ type, message }) });
    });
  }

  close(): void {
    this.closed += 1;
    this.loggedIn = this.opened = false;
  }

  isOpened(): boolean {
    return this.opened;
  }

  onShow(): void {
    this.shown += 1;
  }

  async renewToken(token: string): Promise<unknown> {
    this.renewals.push(token);
    return { status: true, token };
  }

  send({ to, type }: { to: string; type: string }): Promise<unknown> {
    if (!this.loggedIn) return Promise.reject({ type: 39, message: 'not login' });
    if (to === '') return Promise.reject({ type: 205, message: 'Missing required parameter: "to"' });
    this.sent.push({ to, type });
    if (this.answer === undefined) return new Promise(() => {});
    if (typeof this.answer === 'object') return Promise.reject(this.answer);
    return Promise.resolve({ localMsgId: '1', serverMsgId: '2', message: { time: this.answer } });
  }
}
