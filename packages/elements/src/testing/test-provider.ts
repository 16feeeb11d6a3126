import { defineMedia, defineSignal } from '@call-elements/core';
import type { AdapterOptions, CallClient, CallConfig, CallError } from '@call-elements/core';
import { CallProvider } from '../call-provider/call-provider.ts';
import { FakeClient } from './fake-client.ts';
import { mount } from './mount.ts';

export interface Built {
  client: FakeClient;
  options: AdapterOptions;
  config?: CallConfig;
  log: string[];
}
export const built: Built[] = [];
let current: Built;
let signInFailure: CallError | undefined;

/** Makes the next sign-in fail. */
export function failNextSignIn(error: CallError): void {
  signInFailure = error;
}

/** What the next client of a `TestProvider` will be. */
export function becomeCurrent(options: Built['options'] = { userId: 'alice' }): void {
  current = { client: new FakeClient(options.userId), options, log: [] };
}

defineSignal('fake', async () => (options) => {
  becomeCurrent(options);
  const { log } = current;
  const connect = async (): Promise<void> => {
    log.push('connect');
    const failure = signInFailure;
    signInFailure = undefined;
    if (failure) throw failure;
    // As adapters do that say farewell by themselves.
    addEventListener('pagehide', () => log.push('signal gone'), { once: true });
  };
  return { userId: options.userId, state: 'online', connect, disconnect: async () => void log.push('disconnect'), sendMessage: async () => {}, addListener() {}, removeListener() {} };
});
defineMedia('fake', async () => ({ userId }) => ({
  name: 'fake',
  warmUp: async () => void built.find(({ options }) => options.userId === userId)!.log.push('warmUp'),
  open() {
    throw new Error('not here');
  },
}));

/** A provider on fake adapters (`signal="fake" media="fake"`), whose clients a test drives. */
export class TestProvider extends CallProvider {
  protected override createClient(config: CallConfig): CallClient {
    current.config = config;
    built.push(current);
    return current.client.asClient;
  }
}
customElements.define('test-provider', TestProvider);

/** A provider that is signed in, with an element inside. */
export async function readyProvider(attributes = 'user-id="alice"'): Promise<TestProvider> {
  const provider = mount<TestProvider>(`<test-provider signal="fake" media="fake" ${attributes}><call-status></call-status></test-provider>`);
  await provider.ready;
  return provider;
}

/** Collects what goes to the console as an error. */
export function catchConsoleErrors(): { readonly errors: string[]; restore(): void } {
  const page = window.console;
  const { error: real } = page;
  const errors: string[] = [];
  page.error = (text: string) => void errors.push(text);
  return { errors, restore: () => void (page.error = real) };
}
