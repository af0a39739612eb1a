/** Which processes live below another: from /proc where there is one (a slim Debian has no `ps`), else from `ps`. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

interface Row extends RunningProcess {
  readonly parent: number;
}

/** Children, their children, and so on. */
export function processesBelow(pid: number): RunningProcess[] {
  const rows = existsSync('/proc/self/stat') ? fromProc() : fromPs();
  const found: RunningProcess[] = [];
  const visit = (of: number): void => {
    for (const { pid, parent, command } of rows) {
      if (parent !== of) continue;
      found.push({ pid, command });
      visit(pid);
    }
  };
  visit(pid);
  return found;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie answers until its parent looks; nothing runs in it any more.
  return !/\) Z /.test(readProc(pid, 'stat') ?? '');
}

function fromProc(): Row[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const pid = Number(name);
      // proc(5): pid (name) state ppid …
      const parent = readProc(pid, 'stat')?.split(')').at(-1)?.trim().split(' ')[1];
      const command = readProc(pid, 'cmdline')?.replaceAll('\0', ' ').trim();
      return parent === undefined || command === undefined ? [] : [{ pid, parent: Number(parent), command }];
    });
}

/** @returns undefined when the process has ended meanwhile. */
function readProc(pid: number, file: 'stat' | 'cmdline'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

function fromPs(): Row[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command: command ?? '' }];
  });
}
