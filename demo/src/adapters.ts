// What the pages of the demo can call with. A page of yours imports the ones it wants.
import '@call-elements/signal-local/register';
import '@call-elements/media-webrtc/register';
import '@call-elements/signal-rtm/register';
import '@call-elements/signal-easemob/register';
import '@call-elements/media-agora/register';
