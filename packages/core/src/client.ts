import type { CallConfig, PrepareConfig } from './config.ts';
import type { JsonObject } from './json.ts';
import type { CallListener } from './listener.ts';
import type { CallSnapshot } from './snapshot.ts';
import type { CallType } from './vocabulary.ts';
/* eslint-disable */
// PLACEHOLDER: being written. The public surface is final.
export declare class CallClient {
  constructor(config: CallConfig);
  readonly userId: string;
  getState(): CallSnapshot;
  subscribe(listener: () => void): () => void;
  addListener(listener: CallListener): void;
  removeListener(listener: CallListener): void;
  prepareForCall(config?: Partial<PrepareConfig>): Promise<void>;
  call(remoteUserId: string, options?: { type?: CallType; extension?: JsonObject }): Promise<string>;
  cancelCall(): Promise<void>;
  accept(options?: { microphone?: boolean; camera?: boolean }): Promise<void>;
  reject(reason?: string): Promise<void>;
  hangup(reason?: string): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  selectDevice(kind: 'audioinput' | 'videoinput', deviceId: string): Promise<void>;
  getCallId(): string;
  /** Synchronous farewell for pagehide: tells the peer and closes everything that can be closed in this turn. */
  leave(): void;
  deinitialize(): Promise<void>;
}
