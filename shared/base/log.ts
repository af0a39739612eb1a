/** Where a room writes what an engineer needs afterwards. Never a secret, never one line a sample. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type Log = (level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>) => void;
