// Open it twice: with ?user=alice&to=bob and with ?user=bob&to=alice.
import '@call-elements/elements/define';
import '@call-elements/media-webrtc/register';
import '@call-elements/signal-local/register';

const query = new URLSearchParams(location.search);
const provider = document.querySelector('call-provider')!;
const button = document.querySelector('call-button')!;
const output = document.querySelector('output')!;

provider.userId = query.get('user') ?? 'alice';
button.userId = query.get('to') ?? 'bob';
provider.addEventListener('call-connected', (event) => {
  output.value = `Called by ${event.info.callUserId}`;
});
provider.addEventListener('call-disconnected', (event) => {
  output.value = `Ended by ${event.info.hangupUserId}`;
});
