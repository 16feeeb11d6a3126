import { useState } from 'react';
import { nameOf } from '../people.ts';
import { Phone } from './Phone.tsx';

const query = new URLSearchParams(location.search);
const user = query.get('user') ?? 'alice';
const to = query.get('to') ?? 'bob';

export function App() {
  const [signedIn, setSignedIn] = useState(true);
  return (
    <>
      <div className="title">
        <h1>{nameOf(user)}</h1>
        <label className="switch">
          <input type="checkbox" checked={signedIn} onChange={(event) => setSignedIn(event.target.checked)} /> Signed in
        </label>
      </div>
      {signedIn ? <Phone user={user} to={to} /> : <p className="card">Signed out. Nobody can call, and a call that was going on is over.</p>}
    </>
  );
}
