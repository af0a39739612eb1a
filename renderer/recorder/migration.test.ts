import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { describe, expect, it } from 'vitest';
import { tinySiteDocument } from '#tests/builders/tiny-site.ts';
import { createBlockCodec } from './block-codec.ts';
import { compact } from './compact.ts';
import { DAY_MS, PAGE_POINTS, HistoryDatabase, NewerHistoryError, openHistoryDatabase } from './database.ts';
import { HistoryReader } from './history-reader.ts';
import { createRows } from './rows.ts';

const T0 = 20_000 * DAY_MS;
const codec = createBlockCodec();

function block(fromMs: number, count: number): Uint8Array {
  const rows = createRows(count);
  for (let i = 0; i < count; i += 1) {
    rows.timeMs[i] = fromMs + i * 1000;
    rows.value[i] = i / 10;
  }
  return codec.encode(rows, 0, count);
}

/** A database as version 1 left it: written with its stores spelled out, so that today's code cannot change it. */
async function writeVersion1(name: string): Promise<void> {
  const old = new Dexie(name);
  old.version(1).stores({
    points: '++id, &pointId',
    blocks: '',
    batches: '++seq',
    gaps: '++id',
    sites: 'revision',
    snapshot: 'page',
    state: 'name',
  });
  await old.table('points').add({ pointId: 'M0.power', gapMs: 15_000 });
  const blocks: Table = old.table('blocks');
  await blocks.put(block(T0, 1000), [1, T0]);
  await blocks.put(block(T0 + DAY_MS, 24), [1, T0 + DAY_MS]);
  const newest = <T extends Float64Array | Uint8Array>(column: T, value: number): T => {
    column[1] = value;
    return column;
  };
  const numbers = (): Float64Array => new Float64Array(PAGE_POINTS).fill(NaN);
  await old.table('snapshot').put({
    page: 0,
    tailFromMs: newest(numbers(), T0 + DAY_MS),
    tailCount: new Uint16Array(PAGE_POINTS),
    lastMs: newest(numbers(), T0 + DAY_MS + 23_000),
    value: newest(numbers(), 2.3),
    quality: new Uint8Array(PAGE_POINTS),
  });
  await old.table('batches').add({
    point: Uint32Array.of(1),
    timeMs: Float64Array.of(T0 + DAY_MS + 24_000),
    value: Float64Array.of(99),
    quality: Uint8Array.of(0),
  });
  await old.table('gaps').add({ fromMs: T0 + 2000, toMs: T0 + 3000, samples: 7 });
  await old.table('sites').put({ revision: 'r', document: tinySiteDocument(), savedAtMs: T0 });
  await old.table('state').put({ name: 'streams', runs: [{ engineRun: 'run-1', number: 12 }] });
  old.close();
}
type Table = { put(value: Uint8Array, key: [number, number]): PromiseLike<unknown> };

describe('migration', () => {
  it('brings a history of version 1 along, whole, with totals by day', async () => {
    await writeVersion1('v1');
    const database = new HistoryDatabase('v1');
    const reader = new HistoryReader(database, codec, undefined);
    const [series] =
      (await reader.seriesOf([{ pointId: 'M0.power', fromMs: T0, toMs: T0 + 2 * DAY_MS }], () => false)) ??
      [];
    expect(database.verno).toBe(2);
    expect(series?.rawCount).toBe(1025);
    expect(series?.last[999]).toBe(99.9);
    expect(series?.last.at(-1)).toBe(99);
    expect(series?.gaps[0]).toEqual([T0 + 2000, T0 + 3000]);
    const totals = await database.stateRow('totals');
    expect([...(totals?.days ?? [])].map(([day, { samples }]) => [day, samples])).toEqual([
      [20_000, 1000],
      [20_001, 24],
    ]);
    await compact(await database.batches.toArray(), 1, { database, codec, log: () => undefined });
    const [merged] =
      (await reader.seriesOf([{ pointId: 'M0.power', fromMs: T0, toMs: T0 + 2 * DAY_MS }], () => false)) ??
      [];
    expect(merged).toEqual(series);
    expect(await database.blocks.count()).toBe(2);
    expect(await database.tails.count()).toBe(1);
    expect((await database.stateRow('streams'))?.runs).toEqual([{ engineRun: 'run-1', number: 12 }]);
    expect((await reader.recordedSite())?.revision).toBe('r');
    database.close();
  });

  it('leaves a database of a newer version alone', async () => {
    const newer = new Dexie('newer');
    newer.version(99).stores({ other: 'id' });
    await newer.open();
    newer.close();
    const database = new HistoryDatabase('newer');
    await expect(openHistoryDatabase(database)).rejects.toBeInstanceOf(NewerHistoryError);
    database.close();
  });
});
