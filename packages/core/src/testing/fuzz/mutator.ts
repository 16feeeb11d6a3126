import type { Random } from '@call-elements/testing';

/** What a message would have to say to be about the call at hand. */
export interface Address {
  readonly callId: string;
  readonly from: string;
  readonly to: string;
  readonly fromDevice: string;
  readonly toDevice: string;
  /** Ids that could be confused with these. */
  readonly others: readonly string[];
}

type Fields = Record<string, unknown>;

const ACTIONS = [0, 1, 2, 3, 4, 10, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 5, 99, -1];
const NUMBERS = [0, 1, -1, 2, 0.5, 255, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1e21, 1e308, -0, 15_000, 1_735_699_200_123];
const TEXTS = ['', ' ', '1.0', '1.1', 'alice', 'bob', '1001', '1002', '0', '01', 'gone', 'unsupported', 'notReady', 'mediaFailed', '__proto__', 'constructor', 'toString', 'null', '\u0000', '\ud800', '\udfff\ud800', '🙂', 'e\u0301', '\u202e', '\ufeff', 'İ', 'x'.repeat(64), 'x'.repeat(65), 'ß'.repeat(64)];
const KEYS = ['message_action', 'message_version', 'message_timestamp', 'fromUserId', 'remoteUserId', 'fromRoomId', 'callId', 'messageId', 'fromUserExtension', 'cancelCallByInternal', 'rejectByInternal', 'rejectReason', 'hangupReason', 'kit', 'v', 'engine', 'device', 'caps', 'ring', 'media', 'to', 'winner', 'receipt', 'seq', 'payloads', 'code', 'audio', 'video', 'asking', 'type', '__proto__', 'constructor', 'toJSON', 'length'];

/** Own fields only, also such as `__proto__`: a plain assignment would change the prototype instead, for everybody. */
const get = (target: Fields, key: string): unknown => (Object.hasOwn(target, key) ? target[key] : undefined);
const put = (target: Fields, key: string, value: unknown): void => void Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const idOf = (userId: string): string | number => (/^\d+$/.test(userId) ? Number(userId) : userId);

/** Makes bad messages of good ones: as JSON (fields, types, numbers, depth, ids) and as text (cut off, spliced, flipped). Seeded. */
export class Mutator {
  readonly #recorded: readonly string[];
  readonly #random: Random;

  constructor(recorded: readonly string[], random: Random) {
    this.#recorded = recorded;
    this.#random = random;
  }

  next(address: Address): string {
    const random = this.#random;
    const message = JSON.parse(random.pick(this.#recorded)) as Fields;
    if (random.chance(0.8)) this.#readdress(message, address);
    // Some go out as they are: good messages at a bad time.
    for (let changes = Math.floor(random.next() * 4); changes > 0; changes--) this.#change(message, address);
    const text = JSON.stringify(random.chance(0.01) ? this.#wrap(message) : message);
    return random.chance(0.15) ? this.#garble(text) : text;
  }

  #readdress(message: Fields, { callId, from, to, fromDevice, toDevice }: Address): void {
    message['callId'] = callId;
    message['fromUserId'] = idOf(from);
    message['remoteUserId'] = idOf(to);
    message['messageId'] = Math.floor(this.#random.next() * 200);
    const { kit } = message;
    if (!isObject(kit)) return;
    kit['device'] = fromDevice;
    for (const key of ['to', 'winner']) if (key in kit) kit[key] = this.#random.chance(0.7) ? toDevice : fromDevice;
    for (const key of ['receipt', 'seq']) if (key in kit) kit[key] = Math.floor(this.#random.next() * 12);
  }

  #change(message: Fields, address: Address): void {
    const random = this.#random;
    const target = this.#place(message);
    const keys = Object.keys(target);
    const key = keys.length > 0 && random.chance(0.85) ? random.pick(keys) : random.pick(KEYS);
    const other = keys.length > 0 ? random.pick(keys) : key;
    const changes: (() => void)[] = [
      () => void delete target[key],
      () => put(target, key, this.#junk(address)),
      () => put(target, key, this.#near(get(target, key))),
      () => this.#swap(target, key, other),
      () => put(target, key, this.#wrap(get(target, key))),
      () => put(target, random.pick(KEYS), get(target, key)),
      () => (message['message_action'] = random.pick(ACTIONS)),
      () => this.#graft(target),
      () => put(target, key, this.#id(address)),
    ];
    random.pick(changes)();
  }

  #swap(target: Fields, key: string, other: string): void {
    const [one, two] = [get(target, key), get(target, other)];
    put(target, key, two);
    put(target, other, one);
  }

  /** The message itself, or something in it. */
  #place(message: Fields): Fields {
    let target = message;
    while (this.#random.chance(0.4)) {
      const inner = Object.values(target).filter(isObject);
      if (inner.length === 0) break;
      target = this.#random.pick(inner);
    }
    return target;
  }

  /** Fields of another message. */
  #graft(target: Fields): void {
    const donor = JSON.parse(this.#random.pick(this.#recorded)) as Fields;
    for (const [key, value] of Object.entries(donor)) if (this.#random.chance(0.3)) put(target, key, value);
  }

  #junk(address: Address): unknown {
    const random = this.#random;
    const kinds: (() => unknown)[] = [
      () => random.pick(NUMBERS),
      () => random.pick(TEXTS),
      () => random.pick([null, true, false, [], {}, [[]], { audio: true, video: true }, [1, 'x', null]]),
      () => random.pick(ACTIONS),
      () => this.#id(address),
    ];
    return random.pick(kinds)();
  }

  #id({ callId, from, to, fromDevice, toDevice, others }: Address): unknown {
    return this.#random.pick([callId, from, to, idOf(from), idOf(to), fromDevice, toDevice, ...others]);
  }

  /** Something like it. */
  #near(value: unknown): unknown {
    const random = this.#random;
    if (typeof value === 'number') return random.pick([value + 1, value - 1, -value, value * 1000, value / 3, String(value)]);
    if (typeof value === 'boolean') return random.pick([!value, Number(value), String(value)]);
    if (typeof value !== 'string') return random.pick([null, [value], String(value)]);
    const at = Math.floor(random.next() * value.length);
    return random.pick([value + random.pick(TEXTS), value.slice(0, at), value.slice(0, at) + random.pick(TEXTS) + value.slice(at), value.toUpperCase(), ` ${value}`, Number(value), [value]]);
  }

  #wrap(value: unknown): unknown {
    let wrapped = value;
    for (let depth = 1 + Math.floor(this.#random.next() ** 3 * 40); depth > 0; depth--) wrapped = this.#random.chance(0.5) ? [wrapped] : { a: wrapped };
    return wrapped;
  }

  #garble(text: string): string {
    const random = this.#random;
    const [from, to] = [random.next() * text.length, random.next() * text.length].sort((one, other) => one - other).map(Math.floor) as [number, number];
    const kinds: (() => string)[] = [
      () => random.pick(['null', '0', '""', '[]', '{}', 'true', '']),
      () => text.slice(0, to),
      () => text.slice(from),
      () => text.slice(0, from) + text.slice(to),
      () => text.slice(0, to) + text.slice(from),
      () => text.slice(0, to) + random.pick(this.#recorded).slice(from),
      () => text.slice(0, from) + String.fromCharCode(Math.floor(random.next() * 65_536)) + text.slice(from + 1),
      () => text.replace('{', `{"__proto__":${text},`),
      // The same key twice: the last one counts, so the first may say anything.
      () => text.replace(/\{"(\w+)":/, (start, key: string) => `{"${key}":null,${start.slice(1)}`),
      () => text.replace(/\d+/, random.pick(['1e400', '-1', '00', '0x1', '1.', '9'.repeat(400), 'NaN'])),
      () => this.#huge(text),
    ];
    return random.pick(kinds)();
  }

  /** Rarely, since it takes its time. */
  #huge(text: string): string {
    if (this.#random.chance(0.98)) return text + text;
    return this.#random.chance(0.5) ? text.replace('{', `{"x":"${'€'.repeat(12_000)}",`) : text.replace('{', `{"x":${'['.repeat(9_000)}${']'.repeat(9_000)},`);
  }
}
