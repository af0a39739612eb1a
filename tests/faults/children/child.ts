/** Starts a small TypeScript program beside this file as a process of its own. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  /** Complete lines of stdout so far; a line cut by a kill is not among them. */
  readonly lines: string[];
  /** Of stderr, for the message of a failed test. */
  errors(): string;
  /** Resolves once `condition` holds for the lines. @throws when the process ends before. */
  until(condition: (lines: readonly string[]) => boolean): Promise<void>;
  write(line: string): void;
  /** SIGKILL, and waits until all it wrote has been read. */
  kill(): Promise<void>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

export function startChild(file: string, args: readonly string[]): Child {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], { cwd: root });
  const lines: string[] = [];
  let rest = '';
  let errors = '';
  let closed = false;
  const wake = new Set<() => void>();
  const changed = (): void => {
    for (const listener of [...wake]) listener();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    changed();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4_000);
  });
  // Writing to a process that was just killed is no failure of the test.
  child.stdin.on('error', () => undefined);
  child.on('close', () => {
    closed = true;
    changed();
  });
  return {
    process: child,
    lines,
    errors: () => errors,
    until: (condition) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const done = condition(lines);
          if (!done && !closed) return;
          wake.delete(look);
          if (done) resolve();
          else reject(new Error(`${file} ended before; it said: ${lines.slice(-3).join(' | ')} ${errors}`));
        };
        wake.add(look);
        look();
      }),
    write: (line) => void child.stdin.write(`${line}\n`),
    async kill() {
      if (closed) return;
      const close = once(child, 'close');
      child.kill('SIGKILL');
      await close;
    },
  };
}
