import '@call-elements/elements/define';
import '@call-elements/media-webrtc/register';
import '@call-elements/signal-local/register';
import '../base.css';
import '../columns.css';
import { createApp } from 'vue';
import App from './App.vue';

createApp(App).mount('#app');
