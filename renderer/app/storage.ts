import type { Log } from '#shared/base/log.ts';

/** Small texts of this station. A browser may refuse storage (private window, policy): then they last as long as the page. */
export interface TextSlot {
  read(): string | undefined;
  write(text: string): void;
}

export function storedText(key: string, open: () => Storage, log: Log): TextSlot {
  let memory: string | undefined;
  const attempt = <T>(what: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      log('warn', `a preference could not be ${what}`, { key, error: String(error) });
      return undefined;
    }
  };
  return {
    read: () => attempt('read', () => open().getItem(key)) ?? memory,
    write(text) {
      memory = text;
      attempt('kept', () => open().setItem(key, text));
    },
  };
}
