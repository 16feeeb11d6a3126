import { defineMedia } from '@call-elements/core';

defineMedia('agora', async () => (await import('./index.ts')).createAgoraMedia);
