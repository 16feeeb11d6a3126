import '@call-elements/elements/define';
import '@call-elements/elements/react';
import '@call-elements/media-webrtc/register';
import '@call-elements/signal-local/register';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
