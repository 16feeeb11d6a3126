import './base.css';
import './columns.css';
import './phone.css';
import './adapters.ts';
import type { CallType } from '@call-elements/core';
import { applyFaults } from './bad-network.ts';
import { CountingClock } from './counting-clock.ts';
import { showMetrics, showState } from './history.ts';
import type { EventEntry, Provider, StateEntry } from './hook.ts';

/** Parameters that are the page's own; every other one becomes an attribute of the provider. */
const OWN = new Set(['user', 'to', 'signal-delay', 'drop']);

const find = <T extends Element = HTMLElement>(selector: string): T => document.querySelector<T>(selector)!;

const query = new URLSearchParams(location.search);
const provider = find<Provider>('call-provider');
const clock = new CountingClock();
const states: StateEntry[] = [];
const events: EventEntry[] = [];
window.demo = { provider, clock, states, events };

function configureProvider(user: string): void {
  applyFaults(query.get('signal') ?? 'local', query);
  provider.clock = clock;
  for (const [name, value] of query) if (!OWN.has(name) && value !== '') provider.setAttribute(name, value);
  provider.setAttribute('user-id', user);
}

function record(): void {
  const history = find<HTMLTableSectionElement>('#history tbody');
  provider.addEventListener('call-state-change', ({ state, reason, info }) => {
    const entry: StateEntry = { time: Date.now(), state, reason, info };
    states.push(entry);
    showState(history, entry);
    showLastCall();
  });
  const note = (name: EventEntry['name'], detail: unknown): void => void events.push({ time: Date.now(), name, detail });
  provider.addEventListener('call-incoming', (event) => note(event.type as 'call-incoming', event.call));
  provider.addEventListener('call-connected', (event) => note(event.type as 'call-connected', event.info));
  provider.addEventListener('call-disconnected', (event) => note(event.type as 'call-disconnected', event.info));
  provider.addEventListener('call-remote-offline', (event) => note(event.type as 'call-remote-offline', event.call));
  provider.addEventListener('call-error', (event) => note(event.type as 'call-error', `${event.error.code}: ${event.error.message}`));
}

function showLastCall(): void {
  const snapshot = provider.client?.getState();
  const call = snapshot?.call ?? snapshot?.lastCall;
  if (!call) return;
  showMetrics(find<HTMLTableSectionElement>('#metrics tbody'), call.metrics);
  const ended = find('#ended');
  ended.textContent = snapshot?.call ? `In a call with ${call.remoteUserId}` : `Ended: ${call.endReason ?? ''}`;
}

function setUpDialling(): void {
  const to = find<HTMLInputElement>('#to');
  const buttons = [...document.querySelectorAll('#dial call-button')];
  const update = (): void => buttons.forEach((button) => button.setAttribute('user-id', to.value.trim()));
  to.value = query.get('to') ?? '';
  to.addEventListener('input', update);
  update();
  // Enter in the field dials, as on any phone; the buttons are for choosing the type.
  find<HTMLFormElement>('#dial').addEventListener('submit', (event) => {
    event.preventDefault();
    const type: CallType = 'video';
    void provider.client?.call(to.value.trim(), { type }).catch(() => {});
  });
}

function fillSettings(user: string): void {
  find('#me').textContent = user;
  document.title = `${user} · Call Elements`;
  for (const field of find<HTMLFormElement>('#settings').querySelectorAll<HTMLInputElement | HTMLSelectElement>('[name]')) {
    const given = query.get(field.name);
    if (field.type === 'checkbox') (field as HTMLInputElement).checked = Boolean(given);
    else field.value = given ?? field.value;
  }
  const other = new URLSearchParams(query);
  other.set('user', query.get('to') ?? 'bob');
  other.set('to', user);
  find<HTMLAnchorElement>('#other').href = `?${other}`;
}

const user = query.get('user');
document.body.dataset['page'] = user ? 'phone' : 'sign-in';
if (user) {
  configureProvider(user);
  record();
  setUpDialling();
  fillSettings(user);
  // Last, so that the provider finds all its attributes when it is upgraded.
  await import('@call-elements/elements/define');
}
