// What TypeScript says no to.
export const refused = [
  // @ts-expect-error no such property
  <call-provider userID="alice" />,
  // @ts-expect-error no such way of early media
  <call-provider early-media="sometimes" />,
  // @ts-expect-error video or audio
  <call-button type="fax" />,
  // @ts-expect-error this event has an `info`
  <call-provider oncall-connected={(event) => event.error} />,
  // @ts-expect-error no such event
  <call-provider oncall-conected={(event) => event.preventDefault()} />,
  // @ts-expect-error no such element
  <call-pannel />,
];
