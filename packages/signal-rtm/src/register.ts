import { defineSignal } from '@call-elements/core';

defineSignal('rtm', async () => (await import('./index.ts')).createRtmSignal);
