import protobuf from 'protobufjs';

/** A field of a message: its number and type on the wire, and `Value`, what it is in TypeScript. */
export interface Field<Value> {
  readonly id: number;
  readonly type: string;
  /** The type of a map's keys. */
  readonly keyType?: string;
  /** Only for the compiler. */
  readonly value?: Value;
}

type Fields = Readonly<Record<string, Field<unknown>>>;

/** What a message with these fields is in TypeScript. */
export type Values<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer Value> ? Value : never };

/** 64 bits, never as a number: instances and dialogues use them all. */
export const u64 = (id: number): Field<bigint> => ({ id, type: 'uint64' });
export const u32 = (id: number): Field<number> => ({ id, type: 'uint32' });
export const i32 = (id: number): Field<number> => ({ id, type: 'int32' });
export const text = (id: number): Field<string> => ({ id, type: 'string' });
export const bytes = (id: number): Field<Buffer> => ({ id, type: 'bytes' });
export const numberedBytes = (id: number): Field<Record<number, Buffer>> => ({ id, type: 'bytes', keyType: 'uint32' });
export const namedBytes = (id: number): Field<Record<string, Buffer>> => ({ id, type: 'bytes', keyType: 'string' });

/** Turns values into bytes and back. What is left out is not written; what was not written reads as zero, or as empty. */
export class Codec<F extends Fields> {
  readonly #type = new protobuf.Type('Message');

  constructor(fields: F) {
    for (const [name, { id, type, keyType }] of Object.entries(fields)) {
      this.#type.add(keyType ? new protobuf.MapField(name, id, keyType, type) : new protobuf.Field(name, id, type));
    }
  }

  encode(values: Partial<Values<F>>): Buffer {
    return Buffer.from(this.#type.encode(this.#type.fromObject(values)).finish());
  }

  /** Throws when these are no bytes of such a message. */
  decode(data: Uint8Array): Values<F> {
    return this.#type.toObject(this.#type.decode(data), { longs: BigInt, defaults: true, bytes: Buffer }) as Values<F>;
  }
}
