/**
 * The bytes of files, by their hash. Public door of the room. Invariants: see README. Loss policy: none; a disk that refuses is said
 * at once (`not-kept`), and the caller has nothing attached then.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#shared/base/log.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';

export interface FileStore {
  /** @returns the SHA-256, hex, once the bytes are on the medium. */
  keep(bytes: Uint8Array): Promise<Result<string, 'not-kept'>>;
  /** @returns all bytes; `not-here`: another station has them, or nobody; `damaged`: not what was kept. */
  read(hash: string): Promise<Result<Uint8Array, 'not-here' | 'damaged'>>;
}

export interface FileStoreDeps {
  /** Made when the first file comes. */
  readonly folder: string;
  readonly log: Log;
}

const HASH = /^[0-9a-f]{64}$/;
const PART = '.part';

export function createFileStore({ folder, log }: FileStoreDeps): FileStore {
  let ready: Promise<void> | undefined;
  const prepare = async (): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = await readdir(folder);
    await Promise.all(names.filter((name) => name.endsWith(PART)).map((name) => rm(join(folder, name))));
  };
  const read: FileStore['read'] = async (hash) => {
    if (!HASH.test(hash)) return fail('not-here', 'not a hash');
    let bytes: Buffer;
    try {
      bytes = await readFile(join(folder, hash));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fail('not-here', `no file ${hash}`);
      return fail('damaged', `${hash}: ${String(error)}`);
    }
    return sha256(bytes) === hash ? ok(bytes) : fail('damaged', `${hash} holds other bytes`);
  };
  return {
    read,
    async keep(bytes) {
      const hash = sha256(bytes);
      // One that is damaged is written anew.
      if ((await read(hash)).ok) return ok(hash);
      const part = join(folder, `${randomUUID()}${PART}`);
      try {
        await (ready ??= prepare());
        await writeDurably(part, bytes);
        await rename(part, join(folder, hash));
        await syncFolder(folder);
        return ok(hash);
      } catch (error) {
        ready = undefined;
        await rm(part, { force: true }).catch(() => undefined);
        log('error', 'a file could not be kept', { folder, error: String(error) });
        return fail('not-kept', `${folder}: ${String(error)}`);
      }
    },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no such call: NTFS journals names by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
