import protobuf from 'protobufjs';

/** A field of a message: its number and type on the wire; `Value`, what it is in TypeScript when read, and `Given`, when written. */
export interface Field<Value, Given = Value> {
  readonly id: number;
  readonly type: string;
  /** The type of a map's keys. */
  readonly keyType?: string;
  readonly repeated?: boolean;
  /** Of a message inside of the message. */
  readonly fields?: Fields;
  /** Only for the compiler. */
  readonly value?: Value;
  readonly given?: Given;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What a message with these fields is in TypeScript. */
export type Values<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer Value, unknown> ? Value : never };
/** What is to be known of it to write it. */
export type Given<F extends Fields> = { [K in keyof F]?: F[K] extends Field<unknown, infer Value> ? Value : never };

/** 64 bits, never as a number: names and keys use them all. */
export const u64 = (id: number): Field<bigint> => ({ id, type: 'uint64' });
export const i64 = (id: number): Field<bigint> => ({ id, type: 'int64' });
export const u32 = (id: number): Field<number> => ({ id, type: 'uint32' });
export const i32 = (id: number): Field<number> => ({ id, type: 'int32' });
export const float = (id: number): Field<number> => ({ id, type: 'float' });
export const double = (id: number): Field<number> => ({ id, type: 'double' });
export const bool = (id: number): Field<boolean> => ({ id, type: 'bool' });
export const text = (id: number): Field<string> => ({ id, type: 'string' });
export const bytes = (id: number): Field<Buffer> => ({ id, type: 'bytes' });
export const numberedBytes = (id: number): Field<Record<number, Buffer>> => ({ id, type: 'bytes', keyType: 'uint32' });
export const namedBytes = (id: number): Field<Record<string, Buffer>> => ({ id, type: 'bytes', keyType: 'string' });
/** A message inside of the message; null where there was none. */
export const nested = <F extends Fields>(id: number, fields: F): Field<Values<F> | null, Given<F>> => ({ id, type: 'message', fields });
export const list = <F extends Fields>(id: number, fields: F): Field<Values<F>[], readonly Given<F>[]> => ({ id, type: 'message', fields, repeated: true });

/** Turns values into bytes and back. What is left out is not written; what was not written reads as zero, or as empty. */
export class Codec<F extends Fields> {
  readonly #type: protobuf.Type;

  constructor(fields: F) {
    this.#type = typeOf('Message', fields);
  }

  encode(values: Given<F>): Buffer {
    return Buffer.from(this.#type.encode(this.#type.fromObject(values)).finish());
  }

  /** Throws when these are no bytes of such a message. */
  decode(data: Uint8Array): Values<F> {
    return this.#type.toObject(this.#type.decode(data), { longs: BigInt, defaults: true, bytes: Buffer }) as Values<F>;
  }
}

function typeOf(typeName: string, fields: Fields): protobuf.Type {
  const type = new protobuf.Type(typeName);
  for (const [name, { id, type: fieldType, keyType, repeated, fields: inner }] of Object.entries(fields)) {
    // Types and fields of a message share its names.
    if (inner) type.add(typeOf(`Of_${name}`, inner));
    const wireType = inner ? `Of_${name}` : fieldType;
    type.add(keyType ? new protobuf.MapField(name, id, keyType, wireType) : new protobuf.Field(name, id, wireType, repeated ? 'repeated' : undefined));
  }
  return type;
}
