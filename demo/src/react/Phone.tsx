import { useState } from 'react';
import type { CallClient } from '@call-elements/core';
import type { CallIncomingEvent } from '@call-elements/elements';
import type {} from '@call-elements/elements/react';
import { nameOf, resolveUser } from '../people.ts';
import { useSnapshot } from './useSnapshot.ts';

export function Phone({ user, to }: { user: string; to: string }) {
  const [client, setClient] = useState<CallClient>();
  const [doNotDisturb, setDoNotDisturb] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const snapshot = useSnapshot(client);
  const call = snapshot?.call;

  function refuse(event: CallIncomingEvent) {
    if (!doNotDisturb) return;
    // The caller hears "busy"; nothing rings here.
    event.preventDefault();
    setRefused((callers) => [...callers, event.call.remoteUserId]);
  }

  return (
    <call-provider user-id={user} resolveUser={resolveUser} oncall-incoming={refuse} oncall-state-change={(event) => setClient(event.currentTarget.client)}>
      <div className="columns">
        <section className="stage" aria-label="Call">
          <call-panel user-id={to} />
        </section>

        <div className="side">
          <section className="card">
            <h2>What React knows</h2>
            <dl className="facts">
              <dt>State</dt>
              <dd id="state">{snapshot?.state ?? 'signing in'}</dd>
              <dt>In a call with</dt>
              <dd>{call ? nameOf(call.remoteUserId) : 'nobody'}</dd>
              <dt>My microphone</dt>
              <dd id="microphone">{call?.local.microphone.state === 'on' ? 'on' : 'off'}</dd>
            </dl>
            <p className="hint">
              <a href={`?user=${to}&to=${user}`} target="_blank">
                Open the other side in a new tab
              </a>
            </p>
          </section>

          <section className="card">
            <div className="card-head">
              <h2>Do not disturb</h2>
              <label className="switch">
                <input type="checkbox" checked={doNotDisturb} onChange={(event) => setDoNotDisturb(event.target.checked)} /> Refuse calls
              </label>
            </div>
            <p id="refused">{refused.length ? `Refused: ${refused.map(nameOf).join(', ')}` : 'Nobody has been refused.'}</p>
          </section>
        </div>
      </div>
    </call-provider>
  );
}
