import { isJsonObject } from '@call-elements/core';
import type { EasemobChat } from 'easemob-websdk';
import { withOwnId } from './message-id.ts';
import type { Sdk } from './sdk.ts';

/** Marks our command messages, among those of the page. */
export const ACTION = 'call-elements';

/** As messages come in, as far as it matters. */
export type CommandMessage = Pick<EasemobChat.CmdMsgBody, 'id' | 'from' | 'time' | 'chatType' | 'onlineState' | 'action' | 'ext'>;
export type TextMessage = Pick<EasemobChat.TextMsgBody, 'id' | 'from' | 'time' | 'chatType' | 'onlineState' | 'msg'>;

export interface Form {
  /** As a text, for CallAPI's own clients. */
  readonly interop: boolean;
  /** Kept for who is not there. */
  readonly stored: boolean;
}

/**
 * A command reaches no chat handler and makes no conversation. CallAPI's own client sends a text, and for who is there only: it knows no age,
 * and would ring for a call that is long over.
 */
export function toMessage({ message }: Sdk, to: string, text: string, { interop, stored }: Form): EasemobChat.MessageBody {
  if (interop) return withOwnId(message.create({ type: 'txt', chatType: 'singleChat', to, msg: text, deliverOnlineOnly: true }));
  return withOwnId(message.create({ type: 'cmd', chatType: 'singleChat', to, action: ACTION, ext: { message: text }, deliverOnlineOnly: !stored }));
}

/** A chat text that native devices show as a notification, with their own app closed. */
export function toPush({ message }: Sdk, to: string, text: string, sound: string | undefined): EasemobChat.MessageBody {
  const push = sound === undefined ? { em_push_title: text } : { em_push_title: text, em_push_sound: sound };
  return withOwnId(message.create({ type: 'txt', chatType: 'singleChat', to, msg: text, ext: { em_apns_ext: push } }));
}

/** What a command of a peer says; undefined for those of the page. */
export function fromCommand({ chatType, action, ext }: CommandMessage): string | undefined {
  const text: unknown = ext?.['message'];
  return chatType === 'singleChat' && action === ACTION && typeof text === 'string' ? text : undefined;
}

/** A command that says nothing, by which a device asks for the time. */
export function isProbe({ chatType, action, ext }: CommandMessage): boolean {
  return chatType === 'singleChat' && action === ACTION && ext?.['message'] === undefined;
}

/** A chat text if it is CallAPI's JSON; undefined for what people write. */
export function fromText({ chatType, msg }: TextMessage): string | undefined {
  if (chatType !== 'singleChat' || !msg.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(msg);
    return isJsonObject(value) && typeof value['message_version'] === 'string' && Number.isInteger(value['message_action']) ? msg : undefined;
  } catch {
    return undefined;
  }
}
