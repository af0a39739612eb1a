import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '#shared/base/result.ts';
import { FILE_LIMIT_BYTES } from '#shared/domain/work-order/file.ts';
import { FILE_PIECE_BYTES } from '#shared/protocol/work-orders.ts';
import { createFileStore } from '#engine/files/file-store.ts';
import { dispatchBench, dispatchSite, newOrder } from '#tests/builders/dispatch.ts';
import { createOrderArchive } from './archive.ts';
import { createWorkOrderHandlers } from './requests.ts';

const site = dispatchSite();
const NO_JOURNAL = {
  append: () => undefined,
  latest: () => Promise.resolve(ok([])),
  head: () => ({ bytes: 0 }),
};
let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'signalbox-order-files-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function desk() {
  const bench = dispatchBench(site);
  let nowMs = 0;
  const folder = join(data, 'files');
  const handlers = createWorkOrderHandlers({
    site,
    dispatch: bench.dispatch,
    archive: createOrderArchive(NO_JOURNAL, bench.records),
    files: createFileStore({ folder, log: () => undefined }),
    stationId: 'desk',
    alarm: () => undefined,
    nowMs: () => nowMs,
  });
  const { id } = bench.dispatch.create(newOrder(site), 'Chen').order;
  const put = async (part: Partial<Parameters<(typeof handlers)['workOrder.file.put']>[0]>) => {
    const asked = handlers['workOrder.file.put']({
      id,
      upload: undefined,
      name: 'leak.jpg',
      sizeBytes: photo.length,
      offset: 0,
      bytes: photo,
      by: 'Chen',
      ...part,
    });
    // The journal's disk answers while the files' disk does.
    let answered = false;
    const outcome = Promise.resolve(asked).finally(() => (answered = true));
    while (!answered) {
      await bench.pass(0.1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return outcome;
  };
  return {
    bench,
    handlers,
    id,
    put,
    folder,
    wait(ms: number) {
      nowMs += ms;
    },
  };
}
const photo = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3);

describe('a file of an order', () => {
  it('is on the disk under its hash, named by the order with the type of its bytes, and read back', async () => {
    const { bench, handlers, id, put, folder } = desk();
    const answer = await put({ name: '../leak.txt' });
    expect(answer).toMatchObject({
      ok: true,
      value: {
        stored: true,
        file: { name: '.._leak.txt', type: 'image/jpeg', sizeBytes: 7, station: 'desk' },
      },
    });
    const [file] = bench.order(id).files;
    expect(readdirSync(folder)).toEqual([file?.hash]);
    const read = await handlers['workOrder.file.read']({ hash: file?.hash ?? '', offset: 0 });
    expect(read.ok && [...read.value.bytes]).toEqual([...photo]);
    expect(bench.history(id)).toEqual(['create', 'attach']);
  });

  it('comes and goes in pieces', async () => {
    const { handlers, put } = desk();
    const whole = Uint8Array.from({ length: FILE_PIECE_BYTES * 2 + 5 }, (_, at) => at % 251);
    let upload: string | undefined;
    let hash = '';
    for (let offset = 0; offset < whole.length; offset += FILE_PIECE_BYTES) {
      const bytes = whole.slice(offset, offset + FILE_PIECE_BYTES);
      const answer = await put({ sizeBytes: whole.length, offset, bytes, upload });
      if (!answer.ok) throw new Error(answer.error.detail);
      upload = answer.value.upload;
      expect(answer.value.file !== undefined).toBe(offset + bytes.length === whole.length);
      hash = answer.value.file?.hash ?? '';
    }
    let back = Buffer.alloc(0);
    while (back.length < whole.length) {
      const read = await handlers['workOrder.file.read']({ hash, offset: back.length });
      if (!read.ok) throw new Error(read.error.detail);
      back = Buffer.concat([back, read.value.bytes]);
    }
    expect(back.equals(Buffer.from(whole))).toBe(true);
  });

  it.each([
    ['too large', { sizeBytes: FILE_LIMIT_BYTES + 1 }, 'file-too-large'],
    ['empty', { sizeBytes: 0, bytes: new Uint8Array() }, 'file-empty'],
    ['of no order', { id: 'WO-9' }, 'unknown-order'],
    ['of nobody', { by: ' ' }, 'invalid'],
    ['without a name', { name: '..' }, 'invalid'],
    ['longer than it said', { sizeBytes: 3 }, 'upload-lost'],
    ['out of nowhere', { upload: 'x', offset: 4 }, 'upload-lost'],
    ['no bytes at all', { bytes: 'text' as unknown as Uint8Array }, 'invalid'],
  ])('%s is refused, and nothing is kept', async (_name, part, code) => {
    const { bench, id, put, folder } = desk();
    expect(await put(part)).toMatchObject({ ok: false, error: { code } });
    expect(bench.order(id).files).toEqual([]);
    expect(() => readdirSync(folder)).toThrow();
  });

  it('that pauses makes room for others', async () => {
    const { put, wait } = desk();
    const half = { sizeBytes: 8, bytes: photo };
    for (let begun = 0; begun < 8; begun += 1) expect((await put(half)).ok).toBe(true);
    expect(await put(half)).toMatchObject({ error: { code: 'too-many-uploads' } });
    wait(61_000);
    expect((await put(half)).ok).toBe(true);
  });

  it('can be taken away; its bytes and the history stay', async () => {
    const { bench, handlers, id, put, folder } = desk();
    await put({});
    const hash = bench.order(id).files[0]?.hash ?? '';
    const removed = handlers['workOrder.file.remove']({ id, hash, by: 'Chen' });
    await bench.pass(0.1);
    expect(await removed).toMatchObject({ ok: true, value: { stored: true } });
    expect(bench.order(id).files).toEqual([]);
    expect(readdirSync(folder)).toEqual([hash]);
    expect(bench.history(id)).toEqual(['create', 'attach', 'detach']);
    expect(await handlers['workOrder.file.remove']({ id, hash, by: 'Chen' })).toMatchObject({
      error: { code: 'unknown-file' },
    });
  });
});
