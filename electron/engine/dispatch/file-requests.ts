/**
 * Files of work orders, to and from windows. Owns the uploads that are under way, in memory and bounded. Invariants: the bytes are on
 * the disk before the order names them; the type is what the bytes say. Loss policy: an upload that pauses is forgotten, and nothing
 * was promised of it.
 */
import { randomUUID } from 'node:crypto';
import { fail, ok, type Result } from '#shared/base/result.ts';
import {
  cleanFileName,
  FILE_LIMIT_BYTES,
  MOST_FILES,
  type WorkOrderFile,
} from '#shared/domain/work-order/file.ts';
import { FILE_PIECE_BYTES, type WorkOrderRequests } from '#shared/protocol/work-orders.ts';
import { keepFile } from './keep-file.ts';
import { personOf } from './request-flaws.ts';
import type { WorkOrderHandlerDeps, WorkOrderHandlers } from './requests.ts';

type FileHandlers = Pick<
  WorkOrderHandlers,
  'workOrder.file.put' | 'workOrder.file.read' | 'workOrder.file.remove'
>;
type PutParams = WorkOrderRequests['workOrder.file.put'][0];
type PutFailure = WorkOrderRequests['workOrder.file.put'][2];

interface Upload {
  readonly id: string;
  readonly orderId: string;
  readonly bytes: Uint8Array;
  received: number;
  touchedMs: number;
}

const MOST_UPLOADS = 8;
const PAUSE_MS = 60_000;

export function createFileHandlers(deps: WorkOrderHandlerDeps): FileHandlers {
  const uploads = createUploads(deps.nowMs);
  /** The pieces of one file are asked for one after the other. */
  let lastRead: { readonly hash: string; readonly bytes: Uint8Array } | undefined;
  return {
    async 'workOrder.file.put'(params) {
      const by = personOf(params?.by);
      const flaw = by === undefined ? 'by must be the name of a person' : pieceFlaw(params);
      if (by === undefined || flaw !== undefined) return fail('invalid', flaw ?? '');
      const order = deps.dispatch.book.get(params.id)?.order;
      if (!order) return fail('unknown-order', `no work order ${String(params.id)}`);
      if (params.sizeBytes === 0) return fail('file-empty', 'a file without bytes');
      if (params.sizeBytes > FILE_LIMIT_BYTES)
        return fail('file-too-large', `${params.sizeBytes} bytes, at most ${FILE_LIMIT_BYTES}`);
      if (order.files.length >= MOST_FILES)
        return fail('too-many-files', `${order.id} has ${order.files.length} files`);
      const upload = uploads.take(params);
      if (!upload.ok) return upload;
      const { id, bytes, received } = upload.value;
      if (received < bytes.length) return ok({ upload: id, file: undefined, stored: true });
      uploads.forget(id);
      const attached = await attach(deps, params, bytes, by);
      return attached.ok ? ok({ upload: id, ...attached.value }) : attached;
    },
    async 'workOrder.file.read'(params) {
      const { hash, offset } = params ?? {};
      if (typeof hash !== 'string' || !isCount(offset)) return fail('invalid', 'must be { hash, offset }');
      const read = lastRead?.hash === hash ? ok(lastRead.bytes) : await deps.files.read(hash);
      if (!read.ok) return read;
      const bytes = read.value;
      const end = Math.min(offset + FILE_PIECE_BYTES, bytes.length);
      lastRead = end < bytes.length ? { hash, bytes } : undefined;
      return ok({ bytes: Uint8Array.from(bytes.subarray(offset, end)), sizeBytes: bytes.length });
    },
    async 'workOrder.file.remove'(params) {
      const by = personOf(params?.by);
      if (by === undefined) return fail('invalid', 'by must be the name of a person');
      const order = deps.dispatch.book.get(params.id)?.order;
      if (!order) return fail('unknown-order', `no work order ${String(params.id)}`);
      const file = order.files.find(({ hash }) => hash === params.hash);
      if (!file) return fail('unknown-file', `${order.id} has no file ${String(params.hash)}`);
      const { hash, name } = file;
      const written = deps.dispatch.act(order.id, { kind: 'detach', by, body: { hash, name } });
      return ok({ id: order.id, assigneeId: written.order.assigneeId, stored: await written.stored });
    },
  };
}

async function attach(
  { files, dispatch, stationId }: WorkOrderHandlerDeps,
  { id, name }: PutParams,
  bytes: Uint8Array,
  by: string,
): Promise<Result<{ file: WorkOrderFile; stored: boolean }, 'not-kept'>> {
  const kept = await keepFile(files, stationId, name, bytes);
  if (!kept.ok) return kept;
  const file = kept.value;
  const written = dispatch.act(id, { kind: 'attach', by, body: { ...file } });
  return ok({ file, stored: await written.stored });
}

function pieceFlaw(params: PutParams): string | undefined {
  const { upload, name, sizeBytes, offset, bytes } = params;
  if (upload !== undefined && typeof upload !== 'string') return 'upload must be what the last piece gave';
  if (typeof name !== 'string' || cleanFileName(name) === undefined) return 'name must be the name of a file';
  if (!isCount(sizeBytes) || !isCount(offset)) return 'sizeBytes and offset must be whole numbers';
  if (!(bytes instanceof Uint8Array) || bytes.length > FILE_PIECE_BYTES)
    return `bytes must be at most ${FILE_PIECE_BYTES} bytes`;
  if ((upload === undefined) !== (offset === 0)) return 'the first piece, and no other, has offset 0';
  return undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function createUploads(nowMs: () => number) {
  const uploads = new Map<string, Upload>();
  const begin = ({ id, sizeBytes }: PutParams): Result<Upload, 'too-many-uploads'> => {
    for (const { id: old, touchedMs } of uploads.values())
      if (Math.abs(nowMs() - touchedMs) > PAUSE_MS) uploads.delete(old);
    if (uploads.size >= MOST_UPLOADS) return fail('too-many-uploads', `${uploads.size} uploads under way`);
    const bytes = new Uint8Array(sizeBytes);
    const upload = { id: randomUUID(), orderId: id, bytes, received: 0, touchedMs: nowMs() };
    uploads.set(upload.id, upload);
    return ok(upload);
  };
  return {
    forget: (id: string) => void uploads.delete(id),
    take(params: PutParams): Result<Upload, PutFailure> {
      const begun = params.upload === undefined ? begin(params) : ok(uploads.get(params.upload));
      if (!begun.ok) return begun;
      const upload = begun.value;
      const fits =
        upload?.orderId === params.id &&
        upload.received === params.offset &&
        upload.bytes.length === params.sizeBytes &&
        params.bytes.length > 0 &&
        params.offset + params.bytes.length <= upload.bytes.length;
      if (!upload || !fits) {
        if (upload) uploads.delete(upload.id);
        return fail('upload-lost', 'this piece does not follow the last one');
      }
      upload.bytes.set(params.bytes, params.offset);
      upload.received += params.bytes.length;
      upload.touchedMs = nowMs();
      return ok(upload);
    },
  };
}
