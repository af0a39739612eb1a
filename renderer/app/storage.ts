/** Small texts of this station. A browser may refuse storage (private window, policy): then they last as long as the page. */
export interface TextSlot {
  read(): string | undefined;
  write(text: string): void;
}

export function storedText(key: string, open: () => Storage, log: (line: string) => void): TextSlot {
  let memory: string | undefined;
  const attempt = <T>(what: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      log(`storage: cannot ${what} ${key}: ${String(error)}`);
      return undefined;
    }
  };
  return {
    read: () => attempt('read', () => open().getItem(key)) ?? memory,
    write(text) {
      memory = text;
      attempt('write', () => open().setItem(key, text));
    },
  };
}
