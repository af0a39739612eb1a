/** Who started us. npm passes signals on, but a killed npm leaves its shell and us with nobody to stop us. */
import { readFileSync } from 'node:fs';

/**
 * @returns parent and, where the system tells, grandparent: npm runs scripts through a shell that outlives it. Changes when
 * one of the two ends.
 */
export function ancestry(
  parent: number,
  readStat: (pid: number) => string | undefined = readProcStat,
): string {
  // proc(5): pid (name) state ppid …; a name may hold anything, parentheses too.
  const fields = readStat(parent)?.split(')').at(-1)?.trim().split(' ');
  return `${parent} ${fields?.[1] ?? ''}`;
}

function readProcStat(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // Not Linux, or the parent has just ended: the parent's own number tells then.
    return undefined;
  }
}
