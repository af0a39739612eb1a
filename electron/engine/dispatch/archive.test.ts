import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { createHealth } from '#shared/base/health.ts';
import { WORK_ORDER_TYPE } from '#shared/domain/work-order/work-order.ts';
import { openJournal, type Journal } from '#engine/journal/journal.ts';
import { createRecords, readRecordEntries, type Records } from '#engine/records/records.ts';
import { CREATE, served } from '#tests/builders/work-order.ts';
import { createOrderArchive, type OrderArchive } from './archive.ts';
import { WORK_ORDER_RECORDS } from './order-book.ts';

const DAY_MS = 86_400_000;
const time = { wallMs: 0, monotonicMs: 0 };
const clock = { nowMs: () => epochMs(time.wallMs), monotonicMs: () => time.monotonicMs };
const log = (): void => undefined;
let folder: string;
let journal: Journal;
let records: Records;
let archive: OrderArchive;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-archive-'));
  time.wallMs = Date.UTC(2026, 10, 25);
  await open();
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<void> {
  const opened = await openJournal({ folder, clock, log, health: createHealth(clock.nowMs) });
  if (!opened.ok) throw new Error(opened.error.detail);
  journal = opened.value;
  records = createRecords({ types: [WORK_ORDER_RECORDS], journal, clock, stationId: 'desk', log });
  archive = createOrderArchive(journal, records);
  const entries = await readRecordEntries(journal);
  if (!entries.ok) throw new Error(entries.error.detail);
  records.restore(entries.value);
}

async function made(id: string, body: typeof CREATE.body, acts = served('verify').slice(1)): Promise<void> {
  const written = [{ ...CREATE, body }, ...acts].map(({ kind, body: given = {} }) => ({
    kind,
    by: 'Chen',
    body: given,
  }));
  await records.write(WORK_ORDER_TYPE, id, { acts: written }).stored;
}

/** The wall clock and the one that never steps, both: a jump of the one costs no record. */
function pass(days: number): void {
  for (const hours of [0, 2]) {
    time.wallMs += hours === 0 ? days * DAY_MS : 2 * 3_600_000;
    time.monotonicMs += hours === 0 ? days * DAY_MS : 2 * 3_600_000;
    records.tick();
  }
}
const all = (): true => true;
const ids = async (assetId?: string, fits: (order: { id: string }) => boolean = all): Promise<string[]> => {
  const found = await archive.search(fits, assetId);
  if (!found.ok) throw new Error(found.error.detail);
  expect(found.value.complete).toBe(true);
  return found.value.orders.map(({ id }) => id);
};

it('finds an order of years ago by its asset, with its whole history, also after a restart', async () => {
  await made('WO-1', { kind: 'corrective', zoneId: '7F-E2', assetId: 'PA-0701' });
  pass(1);
  await made('WO-2', { kind: 'corrective', zoneId: '7F-E2', assetId: 'PA-0702' });
  expect(await ids()).toEqual([]);
  pass(100);
  expect(records.all(WORK_ORDER_TYPE)).toEqual([]);
  expect(await ids()).toEqual(['WO-2', 'WO-1']);
  pass(1000);
  await journal.close();
  await open();
  expect(records.all(WORK_ORDER_TYPE)).toHaveLength(2);
  pass(1);
  expect(await ids('PA-0701')).toEqual(['WO-1']);
  expect(await ids(undefined, ({ id }) => id === 'WO-2')).toEqual(['WO-2']);
  const kept = await archive.get('WO-1');
  expect(kept).toMatchObject({ ok: true, value: { order: { state: 'verified', assetId: 'PA-0701' } } });
  expect(kept.ok && kept.value?.history.map(({ kind }) => kind)).toEqual(
    served('verify').map(({ kind }) => kind),
  );
  expect(await archive.get('WO-9')).toEqual({ ok: true, value: undefined });
});

it('leaves out what came back into memory, and counts what left twice once', async () => {
  await made('WO-1', { kind: 'corrective', zoneId: '7F-E2' }, []);
  pass(100);
  await made('WO-1', { kind: 'corrective', zoneId: '7F-E2' }, []);
  expect(await ids()).toEqual([]);
  pass(100);
  expect(await ids()).toEqual(['WO-1']);
});
