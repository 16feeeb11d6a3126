import { MAX_ID_LENGTH, NATIVE_ENGINE } from './message.ts';

const NUMERIC = /^[1-9]\d{0,9}$/;
const MAX_NUMERIC = 2147483647;

/**
 * CallAPI's native clients know 31-bit numbers only (callapi.md §1.5: a string or a larger number is dropped, or rings as user 0),
 * so an id that is such a number goes out as one. Any other id is a string, and reaches kits only.
 */
export function encodeUserId(userId: string): number | string {
  return isNativeUserId(userId) ? Number(userId) : userId;
}

export function isNativeUserId(userId: string): boolean {
  return NUMERIC.test(userId) && Number(userId) <= MAX_NUMERIC;
}

/** Whether a user who is met by this engine could have one of CallAPI's own clients. */
export function mayBeNative(userId: string, engine: string): boolean {
  return engine === NATIVE_ENGINE && isNativeUserId(userId);
}

export function decodeUserId(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined;
  return isUserId(value) ? value : undefined;
}

export function isUserId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_LENGTH;
}
