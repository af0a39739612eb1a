/** A file from this page to the station's disk and back, piece by piece. */
import { fail, ok, type Result } from '#shared/base/result.ts';
import { FILE_LIMIT_BYTES, type WorkOrderFile } from '#shared/domain/work-order/file.ts';
import type { RequestFailure } from '#shared/protocol/requests.ts';
import { FILE_PIECE_BYTES } from '#shared/protocol/work-orders.ts';
import type { useRequest } from '#renderer/link/hooks.ts';

type Ask = ReturnType<typeof useRequest>;

export interface Sending {
  readonly orderId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly by: string;
  /** Share that the engine has, 0 to 1. */
  readonly onProgress: (share: number) => void;
  readonly isCancelled: () => boolean;
}

export type SendFailure = RequestFailure<'workOrder.file.put'> | 'cancelled' | 'not-stored';

/** @returns once it is on the station's disk and in its journal. */
export async function sendFile(
  ask: Ask,
  { orderId, name, bytes, by, onProgress, isCancelled }: Sending,
): Promise<Result<WorkOrderFile, SendFailure>> {
  const sizeBytes = bytes.length;
  if (sizeBytes > FILE_LIMIT_BYTES) return fail('file-too-large', `${sizeBytes} bytes`);
  let upload: string | undefined;
  let offset = 0;
  for (;;) {
    const piece = bytes.slice(offset, offset + FILE_PIECE_BYTES);
    const answer = await ask('workOrder.file.put', {
      id: orderId,
      upload,
      name,
      sizeBytes,
      offset,
      bytes: piece,
      by,
    });
    if (!answer.ok) return answer;
    const { file, stored } = answer.value;
    if (file) return stored ? ok(file) : fail('not-stored', 'the journal could not be written');
    upload = answer.value.upload;
    offset += piece.length;
    onProgress(offset / sizeBytes);
    if (isCancelled()) return fail('cancelled', name);
  }
}

/** @returns all bytes, as they were kept. */
export async function fetchFile(
  ask: Ask,
  { hash }: Pick<WorkOrderFile, 'hash'>,
): Promise<Result<Uint8Array<ArrayBuffer>, RequestFailure<'workOrder.file.read'>>> {
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  let offset = 0;
  for (;;) {
    const answer = await ask('workOrder.file.read', { hash, offset });
    if (!answer.ok) return answer;
    const { bytes: piece, sizeBytes } = answer.value;
    bytes ??= new Uint8Array(sizeBytes);
    bytes.set(piece, offset);
    offset += piece.length;
    if (offset >= bytes.length || piece.length === 0) return ok(bytes);
  }
}
