import '@call-elements/elements/define';
import '@call-elements/elements/vue';
import '@call-elements/media-webrtc/register';
import '@call-elements/signal-local/register';
import { createApp } from 'vue';
import App from './App.vue';

createApp(App).mount('#root');
