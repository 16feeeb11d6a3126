import type websdk from 'easemob-websdk';
import type { EasemobChat } from 'easemob-websdk';

type Sdk = typeof websdk;

/** What a call came to: nothing, or the SDK's number of the error. Logging in with a password it is always 1, so then the one inside. */
export type Result = 'ok' | number;

export interface Credential {
  readonly pwd?: string;
  readonly accessToken?: string;
  readonly agoraToken?: string;
}

export interface Heard {
  readonly id: string;
  readonly from: string;
  /** Of a text, or with `action` of a command. */
  readonly text?: string;
  readonly action?: string;
  readonly ext: Readonly<Record<string, unknown>>;
  readonly time: number;
  /** 1: it came while one was there, 0: before. */
  readonly onlineState: number;
}

export interface Letter {
  readonly text?: string;
  readonly action?: string;
  readonly ext?: Readonly<Record<string, unknown>>;
  readonly onlineOnly?: boolean;
}

export interface PageOptions {
  readonly userId: string;
  /** Of the SDK's constructor. */
  readonly connection: Readonly<Record<string, unknown>>;
}

/** A page's connection and what happened to it. */
export interface EasemobPage {
  readonly heard: Heard[];
  /** What the SDK tells of its connection, errors with their numbers: `onConnected`, `onError 206`. */
  readonly events: string[];
  /** Ids of messages that arrived, and of those that were read, as their receivers say. */
  readonly delivered: string[];
  readonly read: string[];
  open(credential: Credential): Promise<Result>;
  close(): void;
  renew(token: string): Promise<Result>;
  register(userId: string, password: string): Promise<Result>;
  send(to: string, letter: Letter): Promise<Result>;
  /** Tells the sender that it was read. */
  tellRead(heard: Pick<Heard, 'id' | 'from'>): Promise<Result>;
  show(): void;
  isOpened(): boolean;
}

declare global {
  interface Window {
    websdk: Sdk;
    /** This module. */
    easemobPage: { setUp: typeof setUp };
    easemob: EasemobPage;
  }
}

interface Failure {
  readonly type?: number;
  readonly data?: { readonly type?: number };
}

const CONNECTION_EVENTS = [
  'onConnected',
  'onReconnecting',
  'onDisconnected',
  'onError',
  'onTokenWillExpire',
  'onTokenExpired',
  'onOfflineMessageSyncStart',
  'onOfflineMessageSyncFinish',
] as const;

const numberOf = (error: Failure | undefined): number => (error?.type === 1 ? (error.data?.type ?? 1) : (error?.type ?? 0));

async function settle(promise: Promise<unknown>): Promise<Result> {
  try {
    await promise;
    return 'ok';
  } catch (error) {
    return numberOf(error as Failure);
  }
}

let messages = 0;

function compose(to: string, { text, action, ext = {}, onlineOnly = false }: Letter): EasemobChat.MessageBody {
  const common = { chatType: 'singleChat', to, ext, deliverOnlineOnly: onlineOnly } as const;
  const { message } = window.websdk;
  const body = action === undefined ? message.create({ ...common, type: 'txt', msg: text ?? '' }) : message.create({ ...common, type: 'cmd', action });
  // The SDK may give a delivery ack the id of a message, and then send() never settles. With these it cannot.
  return { ...body, id: `${Date.now()}${String((messages += 1)).padStart(3, '0')}` };
}

function listenTo(connection: EasemobChat.Connection, page: EasemobPage): void {
  const hear = ({ id, from = '', ext = {}, time, onlineState = 3 }: EasemobChat.TextMsgBody | EasemobChat.CmdMsgBody, said: Pick<Heard, 'text' | 'action'>): void =>
    void page.heard.push({ id, from, ext, time, onlineState, ...said });
  connection.addEventHandler('messages', {
    onTextMessage: (message) => hear(message, { text: message.msg }),
    onCmdMessage: (message) => hear(message, { action: message.action }),
    onDeliveredMessage: ({ mid = '' }) => void page.delivered.push(mid),
    onReadMessage: ({ mid = '' }) => void page.read.push(mid),
  });
  const handlers = CONNECTION_EVENTS.map((name) => [name, (error?: Failure) => void page.events.push(error ? `${name} ${error.type}` : name)]);
  connection.addEventHandler('connection', Object.fromEntries(handlers));
}

export function setUp({ userId, connection: options }: PageOptions): void {
  const { connection: Connection, message, logger } = window.websdk;
  logger.disableAll();
  const connection = new Connection(options as unknown as EasemobChat.ConnectionParameters);
  const page: EasemobPage = {
    heard: [],
    events: [],
    delivered: [],
    read: [],
    open: (credential) => settle(connection.open({ user: userId, ...credential } as Parameters<typeof connection.open>[0])),
    close: () => connection.close(),
    renew: (token) => settle(connection.renewToken(token)),
    register: (username, password) => settle(connection.registerUser({ username, password })),
    send: (to, letter) => settle(connection.send(compose(to, letter))),
    tellRead: ({ id, from }) => settle(connection.send(message.create({ type: 'read', chatType: 'singleChat', to: from, id }))),
    show: () => connection.onShow(),
    isOpened: () => connection.isOpened(),
  };
  listenTo(connection, page);
  window.easemob = page;
}
