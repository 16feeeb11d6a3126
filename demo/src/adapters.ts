// What the pages of the demo can call with. A page of yours imports the ones it wants.
import '@call-elements/signal-local/register';
import '@call-elements/media-webrtc/register';
