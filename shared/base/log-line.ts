import type { LogLevel } from './log.ts';

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export function isLogged(level: LogLevel, least: LogLevel): boolean {
  return ranks[level] >= ranks[least];
}

/** One line, whatever the facts hold: a broker's words must not be able to forge a line of ours. */
export function logLine(
  iso: string,
  level: LogLevel,
  message: string,
  facts?: Readonly<Record<string, unknown>>,
): string {
  const pairs = Object.entries(facts ?? {})
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        ` ${name}=${typeof value === 'number' || typeof value === 'boolean' ? value : writeFact(value)}`,
    );
  return `${iso} ${level} ${message.replace(/[\r\n]+/g, ' | ')}${pairs.join('')}`;
}

function writeFact(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return JSON.stringify(`not writable: ${String(value)}`);
  }
}
