import { FakeClient } from '../src/testing/fake-client.ts';
import { find, mount, settled, unmountAll } from '../src/testing/mount.ts';
import { defineStubProvider } from '../src/testing/stub-provider.ts';
import type { StubProvider } from '../src/testing/stub-provider.ts';
import type { Sitter } from './portraits.ts';
import { sitters } from './state.ts';
import type { Cell, GalleryState } from './state.ts';

const PEOPLE = { alice: { name: 'Alice Wong' }, bob: { name: 'Bob Miller' } };

defineStubProvider('gallery-provider');

/** Takes away what is there. */
export function clear(): void {
  (document.activeElement as HTMLElement | null)?.blur();
  unmountAll();
  scrollTo(0, 0);
}

/** Puts a state into the page, with a client of its own for each cell. */
export async function mountState({ layout, cells }: GalleryState, sitter?: Sitter): Promise<void> {
  const root = mount(`<main class="${layout}">${cells.map((cell) => cellMarkup(cell, layout)).join('')}</main>`);
  const places = [...root.children];
  for (const [index, cell] of cells.entries()) await fill(places[index]!, cell, sitter);
}

function cellMarkup({ markup, label, provider }: Cell, layout: GalleryState['layout']): string {
  const provided = provider === false ? markup : `<gallery-provider>${markup}</gallery-provider>`;
  return layout === 'screen' ? provided : `<div class="cell"><span class="label">${label}</span>${provided}</div>`;
}

async function fill(place: Element, { snapshots, provider, people, audioBlocked = false, press }: Cell, sitter?: Sitter): Promise<void> {
  const scope = place.matches('gallery-provider') ? place : place.querySelector('gallery-provider');
  if (scope) {
    const client = new FakeClient();
    (scope as StubProvider).people = { ...PEOPLE, ...people?.() };
    (scope as StubProvider).set({ client: provider === 'signedOut' ? undefined : client.asClient, audioBlocked });
    for (const snapshot of snapshots?.(sitters(sitter, sitter)) ?? []) {
      client.set(snapshot);
      await settled(place);
    }
  }
  await settled(place);
  if (press) find(scope ?? place, 'call-panel', `[part~="${press}"]`).click();
  await settled(place);
}
