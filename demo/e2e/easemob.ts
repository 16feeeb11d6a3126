import type { EasemobMessage } from '@call-elements/emulators';
import type { Page } from 'playwright-core';
import { easemob } from './harness.ts';

/** CallAPI's `message_action`. */
export const ACTIONS = { call: 0, cancel: 1, accept: 2, hangup: 4 } as const;

/** What a command says; undefined for what is no word of a call. */
export function actionOf({ ext }: EasemobMessage): number | undefined {
  const { message } = ext;
  return typeof message === 'string' ? (JSON.parse(message) as { message_action: number }).message_action : undefined;
}

/** Its SDK compares the end of a token with the clock of the page. The demo's endpoint gives them for an hour, these are good for a day. */
export const tokensForADay = (page: Page): Promise<unknown> =>
  page.route('**/tokens', (route) => {
    const { userId } = route.request().postDataJSON() as { userId: string };
    return route.fulfill({ json: { easemobToken: easemob().tokenFor(userId) } });
  });
