import type { Call, CallInput, CallSettings, Effect, TimerName } from '../call/call.ts';
import { dial, ring } from '../call/start.ts';
import { transition } from '../call/transition.ts';
import type { MediaConnectionState } from '../media.ts';
import type { CallType } from '../vocabulary.ts';
import type { Message } from '../wire/message.ts';

export type Input = CallInput extends infer One ? (One extends CallInput ? Omit<One, 'at'> : never) : never;

const SETTINGS: CallSettings = { callTimeout: 15_000, firstFrameWaitDisabled: false, early: 'receive', sendPushIfOffline: false, resumes: false, silenceTells: false, device: 'b', engine: 'fake' };

let messageId = 0;
const alices = (body: object, kit: object): Message => ({ callId: 'c', fromUserId: 'alice', messageId: ++messageId, kit: { v: 2, engine: 'fake', device: 'a', ...kit }, ...body }) as unknown as Message;

export const aliceSays = (body: { kind: Message['kind'] }, kit: object = {}): Input => ({ type: 'message', message: alices(body, kit) });
export const confirmed = aliceSays({ kind: 'confirm' });
export const track = (kind: 'audio' | 'video') => ({ id: kind, kind });

export function media(state: Partial<MediaConnectionState>): Input {
  const none = { audio: false, video: false };
  return { type: 'media', state: { phase: 'connected', peer: 'here', remote: { audio: null, video: null }, remotePaused: none, received: none, sent: none, ...state } };
}

/** Bob's side of one call with Alice, by the rules alone: what happens when, and what they make of it. */
export class Course {
  call: Call;
  effects: readonly Effect[];

  private constructor([call, effects]: [Call, Effect[]]) {
    this.call = call;
    this.effects = effects;
  }

  static incoming(type: CallType, settings: Partial<CallSettings> = {}): Course {
    const message = alices({ kind: 'call', type, roomId: 'r' }, {}) as Message & { kind: 'call' };
    return new Course(ring({ message, localUserId: 'bob', settings: { ...SETTINGS, ...settings }, signalOnline: true, epoch: 0, at: 0 }));
  }

  static outgoing(type: CallType, settings: Partial<CallSettings> = {}): Course {
    return new Course(dial({ callId: 'c', type, localUserId: 'bob', remoteUserId: 'alice', roomId: 'r', settings: { ...SETTINGS, ...settings }, signalOnline: true, epoch: 0, at: 0 }));
  }

  at(at: number, input: Input): this {
    [this.call, this.effects] = transition(this.call, { ...input, at } as CallInput);
    return this;
  }

  /** What a timer was just set to, if it was. */
  timer(name: TimerName): number | undefined {
    return this.effects.flatMap((effect) => (effect.do === 'timer' && effect.name === name ? [effect.ms] : [])).at(-1);
  }

  stopped(name: TimerName): boolean {
    return this.effects.some((effect) => effect.do === 'stopTimer' && effect.name === name);
  }

  get sent(): object[] {
    return this.effects.flatMap((effect) => (effect.do === 'send' ? [effect.message] : []));
  }

  get events(): string[] {
    return this.effects.flatMap((effect) => (effect.do === 'event' ? [effect.event] : []));
  }
}
