// What JSX accepts, and what it refuses. Compiled by `npm run typecheck`, never run.
import type { CallAcceptRequestEvent, CallDialRequestEvent, CallIncomingEvent, CallProvider, CallVideo, IncomingCall } from '@call-elements/elements';
import type { CallElementProps, CallIntrinsicElements } from '@call-elements/elements/react';
import { useRef } from 'react';
import type { ReactNode } from 'react';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends CallIntrinsicElements<'acme'> {}
  }
}

const heard = (_event: CallIncomingEvent): void => {};

export function Accepted(): ReactNode {
  const provider = useRef<CallProvider>(null);
  return (
    <call-provider
      ref={provider}
      key="alice"
      id="p"
      className="a"
      style={{ display: 'contents' }}
      user-id="alice"
      signal="local"
      media="my-own-adapter"
      call-timeout={0}
      early-media="receive"
      preload="idle"
      first-frame-wait-disabled
      iceServers={async () => [{ urls: 'turn:turn.example' }]}
      resolveUser={async (userId) => ({ name: userId.toUpperCase(), avatar: undefined })}
      userExtension={{ room: 1 }}
      oncall-incoming={(event) => event.call.remoteUserId === 'mallory' && event.preventDefault()}
      oncall-incomingCapture={heard}
      oncall-connected={(event) => event.currentTarget.unlock()}
      oncall-disconnected={({ info }) => info.duration.toFixed()}
      oncall-error={({ error }) => error.code satisfies string}
    >
      <call-button userId="bob" type="audio" slot="x" class="b" for="p" oncall-dial-request={(event: CallDialRequestEvent) => event.userId} onClick={() => {}}>
        Call
      </call-button>
      <call-accept-button no-camera data-mine="1" aria-label="x" oncall-accept-request={(event) => event satisfies CallAcceptRequestEvent} />
      <incoming-call silent inline={false} ref={(element: IncomingCall | null) => void element} />
      <call-video local cover tabIndex={0} />
      <call-status client={undefined} />
      <acme-call-button user-id="bob" />
    </call-provider>
  );
}

export function Refused(): ReactNode {
  const video = useRef<CallVideo>(null);
  return (
    <>
      {/* @ts-expect-error no such property */}
      <call-provider userID="alice" />
      {/* @ts-expect-error wrong value of an attribute */}
      <call-provider user-id={1} />
      {/* @ts-expect-error wrong value of a boolean attribute */}
      <call-provider first-frame-wait-disabled="false" />
      {/* @ts-expect-error no such way of early media */}
      <call-provider early-media="sometimes" />
      {/* @ts-expect-error the same by the property */}
      <call-provider earlyMedia="sometimes" />
      {/* @ts-expect-error no such time */}
      <call-provider preload="now" />
      {/* @ts-expect-error no such theme */}
      <call-provider theme="pink" />
      {/* @ts-expect-error a function that names a user */}
      <call-provider resolveUser="alice" />
      {/* @ts-expect-error only read */}
      <call-provider ready={Promise.resolve()} />
      {/* @ts-expect-error a method */}
      <call-provider unlock={() => {}} />
      {/* @ts-expect-error another element's event class */}
      <call-provider oncall-incoming={(event: CallDialRequestEvent) => event.userId} />
      {/* @ts-expect-error no such field of the event */}
      <call-provider oncall-connected={(event) => event.call} />
      {/* @ts-expect-error no such event */}
      <call-provider oncall-incomming={(event) => event.preventDefault()} />
      {/* @ts-expect-error no function */}
      <call-provider oncall-error="alert()" />
      {/* @ts-expect-error no such type of call */}
      <call-button type="fax" />
      {/* @ts-expect-error private */}
      <call-panel swapped />
      {/* @ts-expect-error another element's ref */}
      <call-panel ref={video} />
      {/* @ts-expect-error no such element */}
      <call-pannel />
      {/* @ts-expect-error no such element with that prefix */}
      <acme-call-pannel />
    </>
  );
}

// For a wrapper of one's own.
export const Button = (props: CallElementProps<CallVideo>): ReactNode => <call-video {...props} cover />;
