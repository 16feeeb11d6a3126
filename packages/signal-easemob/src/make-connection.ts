import { CallError } from '@call-elements/core';
import type { AdapterOptions } from '@call-elements/core';
import { checkAppKey, checkUserId } from './ids.ts';
import type { EasemobConnection } from './link.ts';
import type { Sdk } from './sdk.ts';

type Where = Pick<AdapterOptions, 'appKey' | 'url' | 'apiUrl' | 'isHttpDNS'>;
type Place = { readonly isHttpDNS: true; readonly https: true } | { readonly isHttpDNS: false; readonly url: string; readonly apiUrl: string };

/** Throws `invalidArgument` for what cannot be connected to. */
export function checkOptions({ appKey, ...where }: Where, userId: string): void {
  checkAppKey(appKey);
  checkUserId(userId);
  placeOf(where);
}

export function checkInterop(interop: string | undefined): void {
  if (interop === undefined || interop === 'callapi') return;
  throw new CallError('invalidArgument', `"${interop}" is no "interop" of Easemob: use "callapi", or leave it out.`);
}

/** Where the servers are: with the vendor, as its directory says, or where the page says. */
function placeOf({ url, apiUrl, isHttpDNS = url === undefined && apiUrl === undefined }: Omit<Where, 'appKey'>): Place {
  // By itself the SDK takes the protocol of the page, and sends passwords in the clear from http://localhost.
  if (isHttpDNS) return { isHttpDNS, https: true };
  if (url === undefined || apiUrl === undefined) {
    throw new CallError('invalidArgument', `Easemob on servers of one's own needs both "url" (wss://…) and "apiUrl" (https://…), and "${url === undefined ? 'url' : 'apiUrl'}" is missing.`);
  }
  // The SDK puts paths behind it.
  return { isHttpDNS, url, apiUrl: apiUrl.replace(/\/+$/, '') };
}

/** `device` names this client among those of the user: with the SDK's own name, tabs of one browser would take the connection from each other without end. */
export function makeConnection({ connection: Connection, logger }: Sdk, { appKey, ...where }: Where, device: string): EasemobConnection {
  // It writes tokens to the console.
  logger.disableAll();
  const options = { appKey, deviceId: device, isFixedDeviceId: false, autoReconnectNumMax: Infinity, ...placeOf(where) };
  return new Connection(options);
}
