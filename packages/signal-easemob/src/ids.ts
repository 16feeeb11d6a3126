import { CallError } from '@call-elements/core';

const USER_ID = /^[a-z0-9_.-]{1,64}$/i;
const APP_KEY = /^[^#\s]+#[^#\s]+$/;

export const isEasemobUserId = (userId: string): boolean => USER_ID.test(userId);

/** The service makes no difference between "Alice" and "alice", and delivers from "alice". */
export const normalizeUserId = (userId: string): string => userId.toLowerCase();

export function userIdProblem(userId: string): string {
  return `"${userId}" is no user id for Easemob: use 1 to 64 letters, digits, "_", "-" and "."; upper and lower case are the same.`;
}

export function checkUserId(userId: string): void {
  if (!isEasemobUserId(userId)) throw new CallError('invalidArgument', userIdProblem(userId));
}

export function checkAppKey(appKey: string | undefined): asserts appKey is string {
  if (appKey !== undefined && APP_KEY.test(appKey)) return;
  const given = appKey === undefined ? 'there is none' : `"${appKey}" is none`;
  throw new CallError('invalidArgument', `Easemob needs an app key, and ${given}: use the "org#app" that its console shows.`);
}
