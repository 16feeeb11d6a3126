import './base.css';
import './index.css';
import './adapters.ts';
import '@call-elements/elements/define';
import type { CallProvider } from '@call-elements/elements';

/** Lets one side be heard or not: its ringing, and the voice of its peer. */
async function setSound(provider: CallProvider, on: boolean): Promise<void> {
  for (const element of provider.querySelectorAll('call-panel, incoming-call')) element.toggleAttribute('silent', !on);
  await provider.updateComplete;
  // A page with one user mutes its tab; only this one has two users, so the element has no switch of its own.
  provider.shadowRoot!.querySelector('audio')!.muted = !on;
}

for (const input of document.querySelectorAll<HTMLInputElement>('input[data-sound]')) {
  const provider = document.querySelector<CallProvider>(`call-provider#${input.dataset['sound']}`)!;
  const apply = (): void => void setSound(provider, input.checked);
  input.addEventListener('change', apply);
  apply();
}

const NAMES: Record<string, string> = { alice: 'Alice', bob: 'Bob' };
for (const provider of document.querySelectorAll('call-provider')) provider.resolveUser = (userId) => ({ name: NAMES[userId] ?? userId });
