/**
 * Bounded first-in first-out queue. Pushing into a full ring drops the oldest item and returns it, so that the caller
 * must decide what a loss means.
 */
export interface Ring<T> {
  readonly capacity: number;
  readonly size: number;
  /** @returns the item that was dropped to make room, if any. */
  push(item: T): T | undefined;
  shift(): T | undefined;
  /** Oldest first; 0 is the oldest. */
  at(index: number): T | undefined;
  clear(): void;
  toArray(): T[];
}

export function createRing<T>(capacity: number): Ring<T> {
  if (!Number.isInteger(capacity) || capacity < 1)
    throw new RangeError(`ring capacity must be a positive integer, got ${capacity}`);
  const slots: (T | undefined)[] = new Array<T | undefined>(capacity).fill(undefined);
  let head = 0;
  let size = 0;
  const ring: Ring<T> = {
    capacity,
    get size() {
      return size;
    },
    push(item) {
      const dropped = size === capacity ? ring.shift() : undefined;
      slots[(head + size) % capacity] = item;
      size += 1;
      return dropped;
    },
    shift() {
      if (size === 0) return undefined;
      const item = slots[head];
      slots[head] = undefined;
      head = (head + 1) % capacity;
      size -= 1;
      return item;
    },
    at(index) {
      return index < 0 || index >= size ? undefined : slots[(head + index) % capacity];
    },
    clear() {
      slots.fill(undefined);
      head = 0;
      size = 0;
    },
    toArray() {
      return Array.from({ length: size }, (_, index) => slots[(head + index) % capacity] as T);
    },
  };
  return ring;
}
