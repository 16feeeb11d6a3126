import '@call-elements/elements/define';
import '@call-elements/media-webrtc/register';
import '@call-elements/signal-local/register';
import '../base.css';
import '../columns.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';

createRoot(document.querySelector('#app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
