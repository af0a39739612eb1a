/** Bytes on this station's disk, and what an order says of them. */
import { ok, type Result } from '#shared/base/result.ts';
import { cleanFileName, fileTypeOf, type WorkOrderFile } from '#shared/domain/work-order/file.ts';
import type { FileStore } from '#engine/files/file-store.ts';

/** @returns once the bytes are on the disk; the order does not name them yet. */
export async function keepFile(
  files: FileStore,
  station: string,
  name: string,
  bytes: Uint8Array,
): Promise<Result<WorkOrderFile, 'not-kept'>> {
  const kept = await files.keep(bytes);
  if (!kept.ok) return kept;
  return ok({
    name: cleanFileName(name) ?? kept.value.slice(0, 12),
    hash: kept.value,
    sizeBytes: bytes.length,
    type: fileTypeOf(bytes),
    station,
  });
}
