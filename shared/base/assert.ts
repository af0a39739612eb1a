/** A bug, not a condition of the world: caught only by error boundaries and the process's last handler. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** @throws AssertionError when `condition` is false. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** For `noUncheckedIndexedAccess`: the value, or a bug. */
export function present<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new AssertionError(`missing: ${what}`);
  return value;
}

/** Exhaustiveness: compiles only when every variant was handled. */
export function unreachable(value: never): never {
  throw new AssertionError(`unhandled variant: ${JSON.stringify(value)}`);
}
