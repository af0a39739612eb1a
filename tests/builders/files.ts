/** A file store in memory; a hash is a number, so that tests can read it. */
import { fail, ok } from '#shared/base/result.ts';
import type { FileStore } from '#engine/files/file-store.ts';

export interface MemoryFiles extends FileStore {
  /** Hash → bytes. */
  readonly kept: ReadonlyMap<string, Uint8Array>;
}

export function memoryFiles(): MemoryFiles {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    keep(bytes) {
      const hash = Buffer.from(bytes).toString('hex').padStart(64, '0').slice(-64);
      kept.set(hash, bytes);
      return Promise.resolve(ok(hash));
    },
    read(hash) {
      const bytes = kept.get(hash);
      return Promise.resolve(bytes ? ok(bytes) : fail('not-here', hash));
    },
  };
}
