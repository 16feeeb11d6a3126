import { VALUE_TYPES } from './schema.ts';
import type { GivenKeyValue, KeyValue } from './schema.ts';

/** What an app puts into `ext`, as the SDK writes it. */
export function writeValues(values: Readonly<Record<string, unknown>>): GivenKeyValue[] {
  return Object.entries(values).map(([key, value]) => ({ key, ...written(value) }));
}

function written(value: unknown): GivenKeyValue {
  if (typeof value === 'boolean') return { type: VALUE_TYPES.bool, varintValue: BigInt(value) };
  if (Number.isSafeInteger(value)) return { type: VALUE_TYPES.int, varintValue: BigInt(value as number) };
  if (typeof value === 'number') return { type: VALUE_TYPES.double, doubleValue: value };
  if (typeof value === 'string') return { type: VALUE_TYPES.string, stringValue: value };
  return { type: VALUE_TYPES.json, stringValue: JSON.stringify(value) };
}

export function readValues(values: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(values.map((value) => [value.key, read(value)]));
}

function read({ type, varintValue, floatValue, doubleValue, stringValue }: KeyValue): unknown {
  if (type === VALUE_TYPES.bool) return varintValue !== 0n;
  if (type === VALUE_TYPES.int || type === VALUE_TYPES.uint || type === VALUE_TYPES.long) return Number(varintValue);
  if (type === VALUE_TYPES.float) return floatValue;
  if (type === VALUE_TYPES.double) return doubleValue;
  return type === VALUE_TYPES.json ? parse(stringValue) : stringValue;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
