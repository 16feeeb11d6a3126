/** `promise`, or a rejection after `ms`. The timer ends with either. */
export function within<Value>(ms: number, promise: Promise<Value>, late: () => Error): Promise<Value> {
  let timer: ReturnType<typeof setTimeout>;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
}
