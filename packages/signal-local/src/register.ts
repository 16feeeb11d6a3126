import { defineSignal } from '@call-elements/core';

defineSignal('local', async () => (await import('./index.ts')).createLocalSignal);
