// Open it twice: with ?user=alice&to=bob and with ?user=bob&to=alice.
import { useState } from 'react';

const query = new URLSearchParams(location.search);
const user = query.get('user') ?? 'alice';
const peer = query.get('to') ?? 'bob';

export function App() {
  const [status, setStatus] = useState('');
  return (
    <>
      <call-provider
        user-id={user}
        signal="local"
        media="webrtc"
        oncall-connected={(event) => setStatus(`Called by ${event.info.callUserId}`)}
        oncall-disconnected={(event) => setStatus(`Ended by ${event.info.hangupUserId}`)}
      >
        <call-button user-id={peer}>Call</call-button>
        <incoming-call />
        <call-panel />
      </call-provider>
      <output>{status}</output>
    </>
  );
}
