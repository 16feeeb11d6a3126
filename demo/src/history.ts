import type { CallMetrics } from '@call-elements/core';
import type { StateEntry } from './hook.ts';

const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });

function cell(text: string, className = ''): HTMLTableCellElement {
  const element = document.createElement('td');
  element.textContent = text;
  element.className = className;
  return element;
}

function row(cells: HTMLTableCellElement[]): HTMLTableRowElement {
  const element = document.createElement('tr');
  element.append(...cells);
  return element;
}

/** Puts a state change on top of the table. */
export function showState(body: HTMLTableSectionElement, entry: StateEntry): void {
  const state = cell('');
  const badge = document.createElement('span');
  badge.className = 'badge';
  badge.dataset['state'] = entry.state;
  badge.textContent = entry.state;
  state.append(badge);
  body.prepend(row([cell(clockTime.format(entry.time), 'time'), state, cell(entry.reason)]));
}

/** What the last call cost in time (CallAPI's costTimeMap), in the order in which it happened. */
export function showMetrics(body: HTMLTableSectionElement, metrics: CallMetrics): void {
  const entries = Object.entries(metrics).toSorted(([, a], [, b]) => a - b);
  body.replaceChildren(...entries.map(([name, ms]) => row([cell(name), cell(`${Math.round(ms)} ms`, 'number')])));
}
