/** The writing side of the file system, as narrow as the journal needs it, so that tests can make it fail. */
import { constants } from 'node:fs';
import { mkdir, open, truncate, unlink } from 'node:fs/promises';

export interface OpenSegment {
  /** Writes all of it at the end of the file. @throws the file system's error, with any part written. */
  append(bytes: Buffer): Promise<void>;
  /** Returns once data and size are on the medium (fdatasync). */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface JournalDisk {
  ensureFolder(folder: string): Promise<void>;
  /** @param create true: the file must not exist; false: it must. */
  openSegment(path: string, create: boolean): Promise<OpenSegment>;
  truncate(path: string, bytes: number): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes a created or removed name durable. */
  syncFolder(folder: string): Promise<void>;
}

export function createDisk(): JournalDisk {
  return {
    async ensureFolder(folder) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    },
    async openSegment(path, create) {
      const flags =
        constants.O_WRONLY | constants.O_APPEND | (create ? constants.O_CREAT | constants.O_EXCL : 0);
      const file = await open(path, flags, 0o600);
      return {
        async append(bytes) {
          let done = 0;
          while (done < bytes.length) {
            const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
            done += bytesWritten;
          }
        },
        sync: () => file.datasync(),
        close: () => file.close(),
      };
    },
    truncate: (path, bytes) => truncate(path, bytes),
    remove: (path) => unlink(path),
    async syncFolder(folder) {
      // Windows has no such call: NTFS journals names by itself.
      if (process.platform === 'win32') return;
      const handle = await open(folder, constants.O_RDONLY);
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}

/** Stable word for the operator and the log: `ENOSPC`, `EIO`, or the message of an error without a code. */
export function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? String(error);
}

/** The medium refuses, now; it may accept later. */
export function isRefusal(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS', 'EACCES', 'EPERM'].includes(errorCode(error));
}
