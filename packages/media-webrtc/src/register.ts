import { defineMedia } from '@call-elements/core';

defineMedia('webrtc', async () => (await import('./index.ts')).createWebrtcMedia);
