import { defineSignal } from '@call-elements/core';

defineSignal('easemob', async () => (await import('./index.ts')).createEasemobSignal);
