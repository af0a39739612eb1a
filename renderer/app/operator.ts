/** Who is at this station: typed once, needed to acknowledge. Kept until changed; a name, not a login. */
export const SHIFTS = ['day', 'evening', 'night'] as const;
export type Shift = (typeof SHIFTS)[number];

export interface Operator {
  readonly name: string;
  /** Undefined: not said. */
  readonly shift: Shift | undefined;
}

export interface OperatorStore {
  /** Undefined: nobody has said. The same object until it changes. */
  get(): Operator | undefined;
  /** Trims; an empty name is nobody. */
  set(name: string, shift: Shift | undefined): void;
  subscribe(listener: () => void): () => void;
}

const LONGEST_NAME = 64;

export function createOperator(storage: {
  read(): string | undefined;
  write(text: string): void;
}): OperatorStore {
  let current = parse(storage.read());
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(name, shift) {
      current = clean(name, shift);
      storage.write(current ? `${current.shift ?? ''}|${current.name}` : '');
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function parse(text = ''): Operator | undefined {
  const bar = text.indexOf('|');
  return clean(
    text.slice(bar + 1),
    SHIFTS.find((shift) => shift === text.slice(0, Math.max(0, bar))),
  );
}

function clean(name: string, shift: Shift | undefined): Operator | undefined {
  const trimmed = name.trim().replace(/\s+/g, ' ').slice(0, LONGEST_NAME);
  return trimmed === '' ? undefined : { name: trimmed, shift };
}
