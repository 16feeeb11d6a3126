// What TypeScript says no to.
import '@call-elements/elements/define';

const provider = document.querySelector('call-provider')!;
// @ts-expect-error no such property
provider.userID = 'alice';
// @ts-expect-error yes or no
provider.firstFrameWaitDisabled = 'no';
// @ts-expect-error video or audio
document.createElement('call-button').type = 'fax';
// @ts-expect-error this event has an `info`
provider.addEventListener('call-connected', (event) => event.error);
// @ts-expect-error a client is more than a name
document.querySelector('call-button')!.client = 'alice';
