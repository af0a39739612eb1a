import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { createHealth, type Health } from '#shared/base/health.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { openJournal, verifyJournal, type Journal, type JournalOptions } from './journal.ts';

let folder: string;
let nowMs: number;
let health: Health;
const clock: Clock = { nowMs: () => epochMs(nowMs), monotonicMs: () => 0 };
const opened: Journal[] = [];

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'journal-')), 'journal');
  nowMs = 1_790_000_000_000;
  health = createHealth(() => clock.nowMs());
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((journal) => journal.close()));
  await rm(join(folder, '..'), { recursive: true, force: true });
});

async function open(options: Partial<JournalOptions> = {}): Promise<Journal> {
  const result = await openJournal({ folder, clock, health, log: () => undefined, ...options });
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  opened.push(result.value);
  return result.value;
}

async function all(journal: Journal, fromSeq = 1): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of journal.read(fromSeq)) entries.push(entry);
  return entries;
}

describe('journal', () => {
  it('numbers, stores and reads back in order, also after it was opened again', async () => {
    const first = await open();
    expect(first.head()).toMatchObject({ seq: 0, lag: 0, storing: true });
    const stored = ['a', '中文', 'c'].map((text) => first.append('note', { text }));
    expect(stored.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(await Promise.all(stored.map((record) => record.stored))).toEqual([true, true, true]);
    await first.close();
    const second = await open();
    expect(second.head()).toMatchObject({ seq: 3, hash: first.head().hash });
    nowMs -= 86_400_000;
    await second.append('note', { text: 'd' }).stored;
    const entries = await all(second);
    expect(entries.map(({ seq, body }) => [seq, (body as { text: string }).text])).toEqual([
      [1, 'a'],
      [2, '中文'],
      [3, 'c'],
      [4, 'd'],
    ]);
    expect(entries[3]?.atMs).toBe(nowMs);
    expect(await verifyJournal(folder)).toMatchObject({
      ok: true,
      records: 4,
      head: { seq: 4 },
      segments: 1,
    });
    expect(health.list()).toEqual([]);
  });

  it('begins new files, reads over them, and knows how many bytes there are', async () => {
    const journal = await open({ segmentBytes: 600 });
    for (let n = 1; n <= 40; n += 1) await journal.append('note', { n }).stored;
    const report = await verifyJournal(folder);
    expect(report).toMatchObject({ ok: true, records: 40, firstSeq: 1 });
    expect(report.segments).toBeGreaterThan(5);
    expect(journal.head().bytes).toBe(report.bytes);
    expect((await all(journal, 17)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 24 }, (_, n) => n + 17),
    );
  });

  it('finds the latest of a kind, newest first, those waiting included, over block and file borders', async () => {
    const journal = await open({ segmentBytes: 700_000 });
    for (let n = 1; n <= 300; n += 1) {
      const { stored } = journal.append(n % 3 === 0 ? 'alarm.raised' : 'note', { n, pad: 'x'.repeat(6_000) });
      if (n % 50 === 0) await stored;
    }
    const waiting = journal.append('alarm.cleared', { n: 301 });
    const latest = await journal.latest({ kind: 'alarm.', limit: 80 });
    expect(latest.ok && latest.value.map(({ seq }) => seq)).toEqual([
      301,
      ...Array.from({ length: 79 }, (_, n) => 300 - 3 * n),
    ]);
    await waiting.stored;
    const held = await journal.latest({ kind: 'alarm.raised', holds: '"n":12,', limit: 9 });
    expect(held.ok && held.value.map(({ seq }) => seq)).toEqual([12]);
    expect(await journal.latest({ kind: 'alarm.rais', limit: 9 })).toEqual({ ok: true, value: [] });
  });

  it('writes records together that were appended together', async () => {
    const writes: number[] = [];
    const { createDisk } = await import('./disk.ts');
    const disk = createDisk();
    const journal = await open({
      disk: {
        ...disk,
        async openSegment(path, create) {
          const file = await disk.openSegment(path, create);
          return {
            ...file,
            append: (bytes) => (writes.push(bytes.toString().split('\n').length - 1), file.append(bytes)),
          };
        },
      },
    });
    await Promise.all(Array.from({ length: 100 }, (_, n) => journal.append('note', { n }).stored));
    expect(writes).toEqual([1, 100]);
  });

  it('tells who wants to know what is on the disk', async () => {
    const journal = await open();
    const heard: number[] = [];
    const stop = journal.onStored((seq) => heard.push(seq));
    await journal.append('note', 1).stored;
    journal.append('note', 2);
    await journal.append('note', 3).stored;
    stop();
    await journal.append('note', 4).stored;
    expect(heard).toEqual([1, 3]);
  });

  it('lets a continuation of one record append the next, whatever the timing', async () => {
    const journal = await open();
    for (let n = 0; n < 50; n += 1) {
      await journal.append('note', n).stored;
      for (let turn = 0; turn < n % 7; turn += 1) await Promise.resolve();
    }
    expect(journal.head()).toMatchObject({ seq: 50, lag: 0 });
  });
});

describe('lock', () => {
  it('refuses a second writer and says who holds it', async () => {
    const first = await open();
    const second = await openJournal({ folder, clock, health, log: () => undefined });
    expect(second).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect(!second.ok && second.error.detail).toContain(`process ${process.pid}`);
    await first.close();
    await open();
  });

  it.each([
    ['of a process that is gone', JSON.stringify({ pid: 4_000_000, started: '' })],
    ['of another process with the same id', JSON.stringify({ pid: process.pid, started: 'another-boot:1' })],
  ])('takes a stale lock away: %s', async (_, content) => {
    await (await open()).close();
    await writeFile(join(folder, 'journal.lock'), content);
    await open();
    expect(JSON.parse(await readFile(join(folder, 'journal.lock'), 'utf8'))).toMatchObject({
      pid: process.pid,
    });
  });

  it('takes a half-written lock away once it is old', async () => {
    await (await open()).close();
    await writeFile(join(folder, 'journal.lock'), '');
    nowMs = Date.now();
    expect(await openJournal({ folder, clock, health, log: () => undefined })).toMatchObject({ ok: false });
    nowMs += 6_000;
    await open();
  });
});

it('says why a folder cannot be used', async () => {
  await writeFile(folder, 'a file');
  expect(await openJournal({ folder, clock, health, log: () => undefined })).toMatchObject({
    ok: false,
    error: { code: 'unreadable' },
  });
  expect(await readdir(join(folder, '..'))).toEqual(['journal']);
});
