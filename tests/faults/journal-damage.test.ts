/** Torn ends at every byte, rotten bytes in every place: what is sound is kept, what is not is named, nothing is written over. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHealth, type Health } from '#shared/base/health.ts';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { openJournal, verifyJournal, type Journal } from '#engine/journal/journal.ts';

const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
const FIRST = '0000000000000001.log';
let base: string;
let folder: string;
let health: Health;

async function open(options: { segmentBytes?: number } = {}): Promise<Journal> {
  health = createHealth(clock.nowMs);
  const opened = await openJournal({ folder, clock, health, log: () => undefined, ...options });
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
  return opened.value;
}
async function texts(journal: Journal): Promise<string[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of journal.read(1)) entries.push(entry);
  return entries.map(({ seq, body }) => `${seq}:${String(body)}`);
}
async function write(words: readonly string[], options: { segmentBytes?: number } = {}): Promise<void> {
  const journal = await open(options);
  for (const word of words) expect(await journal.append('note', word).stored).toBe(true);
  await journal.close();
}
const codes = (): string[] => health.list().map(({ code }) => code);

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'journal-damage-'));
  folder = join(base, 'journal');
});
afterEach(() => rm(base, { recursive: true, force: true }));

describe('a torn end', () => {
  it('at every byte of the last record: cut off, kept aside, told, and the chain goes on', async () => {
    await write(['one', 'two', '三']);
    const whole = await readFile(join(folder, FIRST));
    const lastAt = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    const original = join(base, 'original');
    await cp(folder, original, { recursive: true });
    for (let cut = lastAt; cut < whole.length; cut += 1) {
      await rm(folder, { recursive: true });
      await cp(original, folder, { recursive: true });
      await truncate(join(folder, FIRST), cut);
      const journal = await open();
      const bytes = cut - lastAt;
      if (bytes === 0) {
        expect(journal.recovery.torn).toBeUndefined();
      } else {
        expect(journal.recovery.torn).toMatchObject({ file: FIRST, offset: lastAt, bytes });
        expect(codes()).toEqual(['journal.torn-record']);
        expect(await readFile(`${join(folder, FIRST)}.torn-${lastAt}`)).toEqual(whole.subarray(lastAt, cut));
      }
      expect(await journal.append('note', 'four').stored).toBe(true);
      expect(await texts(journal)).toEqual(['1:one', '2:two', '3:four']);
      await journal.close();
      expect(await verifyJournal(folder), `cut at ${cut}`).toMatchObject({ ok: true, records: 3, torn: [] });
    }
  });

  it('at every byte of the header of a new file: the file goes aside, the one before is gone on from', async () => {
    await write(['one', 'two'], { segmentBytes: 1 });
    const second = '0000000000000002.log';
    const whole = await readFile(join(folder, second));
    const header = whole.indexOf(0x0a) + 1;
    const original = join(base, 'original');
    await cp(folder, original, { recursive: true });
    for (let cut = 0; cut <= header; cut += 1) {
      await rm(folder, { recursive: true });
      await cp(original, folder, { recursive: true });
      await truncate(join(folder, second), cut);
      const journal = await open();
      expect(journal.head().seq).toBe(1);
      expect(await journal.append('note', 'again').stored).toBe(true);
      expect(await texts(journal)).toEqual(['1:one', '2:again']);
      await journal.close();
      expect(await verifyJournal(folder), `cut at ${cut}`).toMatchObject({ ok: true, records: 2 });
    }
  });

  it('of zeros, as a power cut leaves them', async () => {
    await write(['one', 'two']);
    const path = join(folder, FIRST);
    await writeFile(path, Buffer.concat([await readFile(path), Buffer.alloc(4096)]));
    const journal = await open();
    expect(journal.recovery.torn).toMatchObject({ bytes: 4096 });
    expect(await texts(journal)).toEqual(['1:one', '2:two']);
    await journal.close();
  });

  it('twice at the same place: the bytes of both are kept', async () => {
    await write(['one']);
    const path = join(folder, FIRST);
    for (const garbage of ['first', 'second']) {
      await writeFile(path, Buffer.concat([await readFile(path), Buffer.from(garbage)]));
      await (await open()).close();
    }
    const kept = (await readdir(folder)).filter((name) => name.includes('.torn-')).sort();
    expect(await Promise.all(kept.map((name) => readFile(join(folder, name), 'utf8')))).toEqual([
      'first',
      'second',
    ]);
  });
});

describe('a rotten byte', () => {
  it('at every place before the last record: named, stepped around, what is sound is read', async () => {
    await write(['one', 'two', 'three', 'four']);
    const path = join(folder, FIRST);
    const whole = await readFile(path);
    const lastAt = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    const original = join(base, 'original');
    await cp(folder, original, { recursive: true });
    for (let at = 0; at < lastAt; at += 7) {
      await rm(folder, { recursive: true });
      await cp(original, folder, { recursive: true });
      const rotten = Buffer.from(whole);
      rotten[at] = (rotten[at] as number) ^ 0x11;
      await writeFile(path, rotten);
      const journal = await open();
      const [damage] = journal.recovery.damages;
      expect(damage, `byte ${at}`).toMatchObject({ file: FIRST });
      expect(damage?.offset).toBeLessThanOrEqual(at);
      expect(codes()).toEqual(['journal.damaged']);
      expect(await journal.append('note', 'five').stored).toBe(true);
      const read = await texts(journal);
      expect(read.slice(-2)).toEqual(['4:four', '5:five']);
      expect(read.length).toBeGreaterThanOrEqual(3);
      await journal.close();
      expect(await readFile(path)).toEqual(rotten);
      expect((await verifyJournal(folder)).ok).toBe(false);
      // The start after has a sound end to go on from and does not raise it again.
      const later = await open();
      expect(codes()).toEqual([]);
      expect(await later.append('note', 'six').stored).toBe(true);
      expect((await texts(later)).slice(-1)).toEqual(['6:six']);
      await later.close();
    }
  });

  it('shows a changed record whose checksum was mended by hand', async () => {
    await write(['one', 'two', 'three']);
    const { formatLine, parseLine } = await import('#engine/journal/line.ts');
    const path = join(folder, FIRST);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const line = parseLine(Buffer.from(lines[2] as string));
    if (!line) throw new Error('no record');
    lines[2] = formatLine(line.hash, line.json.toString().replace('two', 'TWO')).toString().trimEnd();
    await writeFile(path, `${lines.join('\n')}\n`);
    expect((await verifyJournal(folder)).damages).toMatchObject([{ file: FIRST, reason: 'chain' }]);
  });

  it('shows a file that is missing', async () => {
    await write(['one', 'two', 'three'], { segmentBytes: 1 });
    await rm(join(folder, '0000000000000002.log'));
    expect((await verifyJournal(folder)).damages).toMatchObject([
      { file: '0000000000000003.log', offset: 0, reason: 'chain' },
    ]);
    const journal = await open();
    expect(codes()).toEqual(['journal.damaged']);
    expect(journal.head().seq).toBe(3);
    await journal.close();
  });
});

describe('a file that cannot be read at all', () => {
  it.each([
    ['the last', '0000000000000003.log', ['1:one', '2:two']],
    ['the one before', '0000000000000002.log', ['1:one', '3:three']],
    ['an old one', '0000000000000001.log', ['2:two', '3:three']],
  ])('%s: passed over and told, no number is given twice', async (_, name, left) => {
    await write(['one', 'two', 'three'], { segmentBytes: 1 });
    // A folder in its place: what a bad sector is to a disk, without needing one.
    await rm(join(folder, name));
    await mkdir(join(folder, name));
    const journal = await open();
    const { seq, stored } = journal.append('note', 'four');
    expect(seq).toBeGreaterThan(3);
    expect(await stored).toBe(true);
    expect(await texts(journal)).toEqual([...left, `${seq}:four`]);
    const latest = await journal.latest({ kind: 'note', limit: 9 });
    expect(latest.ok && latest.value.map(({ body }) => body)).toEqual([
      'four',
      ...left.map((text) => text.slice(2)).reverse(),
    ]);
    expect(codes()).toEqual(['journal.damaged']);
    await journal.close();
    expect((await verifyJournal(folder)).damages.map(({ reason }) => reason)).toContain('unreadable');
    await (await open()).close();
  });
});
