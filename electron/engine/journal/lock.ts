/**
 * One writer a journal: a file with the process id of the writer. Stale when that process is gone, or (Linux) when the
 * id now belongs to a process that started at another time.
 */
import { readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#shared/base/log.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { errorCode, isRefusal } from './disk.ts';

const NAME = 'journal.lock';
/** A lock without readable content belongs to a writer that died in between, once it is this old. */
const HALF_WRITTEN_MS = 5_000;

interface Holder {
  readonly pid: number;
  readonly started: string;
}

export interface Lock {
  release(): Promise<void>;
}

/** Boot id and start time of a process, where the system tells; empty elsewhere. */
async function startOf(pid: number): Promise<string> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'latin1')).trim();
    const stats = await readFile(`/proc/${pid}/stat`, 'latin1');
    // Field 22, counted after the command name, which may hold spaces and brackets (proc(5)).
    return `${boot}:${stats.slice(stats.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return '';
  }
}

async function isAlive({ pid, started }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
  }
  return started === '' || started === (await startOf(pid));
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const parsed = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>;
    if (typeof parsed.pid === 'number' && typeof parsed.started === 'string') return parsed as Holder;
  } catch {
    // Half written, or gone since: `holds` decides by age.
  }
  return undefined;
}

/** Who holds the lock now, in words, or undefined when it is stale. */
async function heldBy(path: string, nowMs: number): Promise<string | undefined> {
  const holder = await readHolder(path);
  if (holder) return (await isAlive(holder)) ? `process ${holder.pid}` : undefined;
  try {
    return nowMs - (await stat(path)).mtimeMs < HALF_WRITTEN_MS ? 'a process that is starting' : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param nowMs wall clock, compared with the file's own time.
 * @returns a lock that locks nothing where the disk refuses to hold one: on a full disk alarms must still run.
 */
export async function acquireLock(
  folder: string,
  nowMs: number,
  log: Log,
): Promise<Result<Lock, 'locked' | 'unreadable'>> {
  const path = join(folder, NAME);
  const mine = JSON.stringify({ pid: process.pid, started: await startOf(process.pid) });
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 });
      return ok({ release: () => release(path, mine) });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') {
        if (!isRefusal(error)) return fail('unreadable', `${path}: ${errorCode(error)}`);
        log('warn', 'the journal runs without a lock', { path, reason: errorCode(error) });
        await removeOwn(path);
        return ok({ release: () => release(path, mine) });
      }
    }
    const holder = await heldBy(path, nowMs);
    if (holder !== undefined)
      return fail('locked', `${folder} is in use by ${holder}; if that is wrong, remove ${path}`);
    await takeAway(path, `${path}.stale-${process.pid}-${attempt}`);
  }
  return fail('locked', `${folder} is contended by several starting processes`);
}

/** Rename first: of two processes that find the same stale lock only one gets it, and the other goes round again. */
async function takeAway(path: string, aside: string): Promise<void> {
  try {
    await rename(path, aside);
    await unlink(aside);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/** A full disk takes the name and then refuses the content: such a lock would lock us out at the next start. */
async function removeOwn(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && !isRefusal(error)) throw error;
  }
}

async function release(path: string, mine: string): Promise<void> {
  try {
    if ((await readFile(path, 'utf8')) === mine) await unlink(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && !isRefusal(error)) throw error;
  }
}
