import { CallError } from '@call-elements/core';

/** For users and for whom messages are sent to alike. As the SDK tests it; its documentation also allows ".", which it refuses. */
const USER_ID = /^(?!_)[\w !#$%&()+,\-:;<=>?@[\]^{|}~]{1,64}$/;
const APP_ID = /^[a-zA-Z0-9]{32}$/;

export const isRtmUserId = (userId: string): boolean => USER_ID.test(userId);

export function userIdProblem(userId: string): string {
  return `"${userId}" is no user id for RTM: use 1 to 64 letters, digits, spaces and !#$%&()+,-:;<=>?@[]^_{|}~, without "_" in front.`;
}

/** Throws `invalidArgument` for what the SDK would refuse. */
export function checkIds(appId: string | undefined, userId: string): asserts appId is string {
  if (appId === undefined || !APP_ID.test(appId)) {
    const given = appId === undefined ? 'there is none' : `"${appId}" is none`;
    throw new CallError('invalidArgument', `RTM needs an app id, and ${given}: use the 32 letters and digits that Agora's console shows for the project.`);
  }
  if (!isRtmUserId(userId)) throw new CallError('invalidArgument', userIdProblem(userId));
}
