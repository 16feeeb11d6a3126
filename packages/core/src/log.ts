/** CallAPI's three levels. */
export type LogLevel = 'normal' | 'warning' | 'error';

/**
 * Where the engine writes. Silent unless the page gives one: one line per transition makes the whole trace of a call.
 * Lines carry ids and states, never tokens, extensions or message texts.
 */
export type Log = (level: LogLevel, line: string) => void;

export const silent: Log = () => {};
