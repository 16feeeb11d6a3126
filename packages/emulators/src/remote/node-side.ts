import { isHandle } from './protocol.ts';
import type { Call, Handle, Reply } from './protocol.ts';

type Target = Record<string, unknown>;

/** Does to an object what pages ask for. */
export class NodeSide {
  readonly #root: object;
  readonly #handed: unknown[] = [];

  constructor(root: object) {
    this.#root = root;
  }

  async execute({ on, path, args, set }: Call): Promise<Reply> {
    const steps = path.split('.');
    const name = steps.pop()!;
    const target = steps.reduce((object, step) => object[step] as Target, (on ? this.#given(on) : this.#root) as Target);
    if (set) target[name] = set.value;
    if (set) return {};
    const found = target[name];
    return this.#reply(await (typeof found === 'function' ? found.apply(target, (args ?? []).map((arg) => this.#given(arg))) : found));
  }

  #given(value: unknown): unknown {
    return isHandle(value) ? this.#handed[value.handle] : value;
  }

  #reply(value: unknown): Reply {
    return isJson(value) ? { value } : this.#hand(value);
  }

  #hand(value: unknown): Handle {
    return { handle: this.#handed.push(value) - 1 };
  }
}

/** That it arrives as what it is; bytes as JSON has them. */
function isJson(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  if (Array.isArray(value)) return value.every(isJson);
  if (Buffer.isBuffer(value)) return true;
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson);
}
