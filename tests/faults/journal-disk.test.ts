/** A disk that is full, fails or hangs: "not stored" is said, alarms are seen and acknowledged, and later all is written in order. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHealth, type Health } from '#shared/base/health.ts';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { QUALITY_GOOD } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import { alarmHistory, createAlarms } from '#engine/alarms/alarms.ts';
import { createDisk } from '#engine/journal/disk.ts';
import { openJournal, verifyJournal, type Journal, type JournalDisk } from '#engine/journal/journal.ts';
import { smallSite } from '#tests/builders/site.ts';
import { startChild } from './children/child.ts';

const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
let base: string;
let folder: string;
let health: Health;
let journal: Journal;

type Call =
  'ensureFolder' | 'create' | 'append' | 'part' | 'sync' | 'close' | 'truncate' | 'remove' | 'syncFolder';

/** The real disk, except that the calls named in `failing` are refused; `part` writes half before it refuses. */
function failingDisk(failing: Set<Call>, code = 'ENOSPC'): JournalDisk {
  const disk = createDisk();
  const check = (call: Call): void => {
    if (failing.has(call)) throw Object.assign(new Error(`${code}: ${call}`), { code });
  };
  return {
    async ensureFolder(path) {
      check('ensureFolder');
      await disk.ensureFolder(path);
    },
    async openSegment(path, create) {
      if (create) check('create');
      const file = await disk.openSegment(path, create);
      return {
        async append(bytes) {
          check('append');
          if (failing.has('part')) await file.append(bytes.subarray(0, bytes.length >> 1));
          check('part');
          await file.append(bytes);
        },
        async sync() {
          await file.sync();
          check('sync');
        },
        async close() {
          await file.close();
          check('close');
        },
      };
    },
    async truncate(path, bytes) {
      check('truncate');
      await disk.truncate(path, bytes);
    },
    async remove(path) {
      check('remove');
      await disk.remove(path);
    },
    async syncFolder(path) {
      check('syncFolder');
      await disk.syncFolder(path);
    },
  };
}

async function open(
  disk: JournalDisk,
  options: { segmentBytes?: number; stallMs?: number } = {},
): Promise<Journal> {
  const opened = await openJournal({
    folder,
    clock,
    health,
    log: () => undefined,
    disk,
    retryMs: 5,
    ...options,
  });
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
  return (journal = opened.value);
}
const refused = (): boolean => health.list().some(({ code }) => code === 'journal.not-stored');
const settled = (): Promise<void> =>
  vi.waitFor(() => expect(journal.head()).toMatchObject({ lag: 0, storing: true }), {
    timeout: 5_000,
    interval: 5,
  });

async function numbers(): Promise<number[]> {
  const found: number[] = [];
  for await (const { seq, body } of journal.read(1)) {
    expect(body).toBe(seq);
    found.push(seq);
  }
  return found;
}

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'journal-disk-'));
  folder = join(base, 'journal');
  health = createHealth(clock.nowMs);
});
afterEach(async () => {
  await journal.close();
  await rm(base, { recursive: true, force: true });
});

describe('a disk that refuses', () => {
  const cases: [string, Call[]][] = [
    ['writes', ['append']],
    ['writes half way', ['part']],
    ['writes half way and will not be cut back', ['part', 'truncate']],
    ['syncs', ['sync']],
    ['syncs and will not be cut back', ['sync', 'truncate']],
    ['everything', ['ensureFolder', 'create', 'append', 'sync', 'close', 'truncate', 'remove', 'syncFolder']],
  ];
  it.each(cases)('%s: not stored, then stored in order', async (_, calls) => {
    const failing = new Set<Call>();
    await open(failingDisk(failing), { segmentBytes: 2_000 });
    for (let n = 1; n <= 5; n += 1) expect(await journal.append('note', n).stored).toBe(true);
    for (const call of calls) failing.add(call);
    for (let n = 6; n <= 30; n += 1) expect(await journal.append('note', n).stored).toBe(false);
    expect(refused()).toBe(true);
    expect(journal.head()).toMatchObject({ seq: 5, lag: 25, storing: false });
    const stored: number[] = [];
    journal.onStored((seq) => stored.push(seq));
    failing.clear();
    await settled();
    expect(refused()).toBe(false);
    expect(stored.at(-1)).toBe(30);
    expect(await journal.append('note', 31).stored).toBe(true);
    expect(await numbers()).toEqual(Array.from({ length: 31 }, (__, n) => n + 1));
    await journal.close();
    expect(await verifyJournal(folder)).toMatchObject({ damages: [], records: 31 });
    // And a start after it finds the same end.
    const { seq, hash } = journal.head();
    await open(createDisk());
    expect(journal.head()).toMatchObject({ seq, hash });
    expect(journal.recovery.damages).toEqual([]);
  });

  it.each([
    [['create']],
    [['append']],
    [['sync']],
    [['syncFolder']],
    [['syncFolder', 'remove']],
    [['ensureFolder']],
  ] as Call[][][])('a new file (%j), from the very first record on', async (calls) => {
    const failing = new Set<Call>(calls);
    await open(failingDisk(failing));
    expect(await journal.append('note', 1).stored).toBe(false);
    failing.clear();
    await settled();
    expect(await journal.append('note', 2).stored).toBe(true);
    expect(await numbers()).toEqual([1, 2]);
    await journal.close();
    expect(await verifyJournal(folder)).toMatchObject({ damages: [], records: 2, torn: [] });
  });

  it('says stored only when the sync has returned', async () => {
    const disk = createDisk();
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let syncs = 0;
    await open({
      ...disk,
      async openSegment(path, create) {
        const file = await disk.openSegment(path, create);
        return {
          ...file,
          async sync() {
            syncs += 1;
            // The first is the header's.
            if (syncs === 2) await gate;
            await file.sync();
          },
        };
      },
    });
    let answer: boolean | undefined;
    void journal.append('note', 1).stored.then((stored) => (answer = stored));
    await vi.waitFor(() => expect(syncs).toBe(2));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answer).toBeUndefined();
    expect(journal.head()).toMatchObject({ seq: 0, lag: 1 });
    // Its bytes are in the file already, and it waits: it is told once.
    expect(await journal.latest({ kind: 'note', limit: 9 })).toMatchObject({ value: [{ seq: 1 }] });
    letGo();
    await settled();
    expect(answer).toBe(true);
  });

  it('or hangs: after a while it counts as refusing, and when it answers all is well', async () => {
    const disk = createDisk();
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    await open(
      { ...disk, openSegment: async (path, create) => (await asleep, disk.openSegment(path, create)) },
      { stallMs: 10 },
    );
    expect(await journal.append('note', 1).stored).toBe(false);
    expect(await journal.append('note', 2).stored).toBe(false);
    expect(health.list()[0]).toMatchObject({ code: 'journal.not-stored', facts: { reason: 'STALLED' } });
    wake();
    await settled();
    expect(refused()).toBe(false);
    expect(await numbers()).toEqual([1, 2]);
  });
});

describe('alarms on a full disk', () => {
  it('are raised, told, acknowledged and in the history, and are on disk once there is room', async () => {
    const failing = new Set<Call>(['append']);
    await open(failingDisk(failing));
    const site = buildSite(smallSite(), 'r1');
    const alarms = createAlarms({ site, journal, clock, log: () => undefined });
    const told: [string, number][] = [];
    alarms.onChange((alarm) => told.push([alarm.phase, alarm.storedSeq]));
    const smoke = site.pointById.get('SD-1.smoke');
    const id = 'smoke/SD-1.smoke' as AlarmId;
    if (!smoke) throw new Error('no smoke detector');
    alarms.onSample(smoke.index, 1, clock.nowMs(), clock.nowMs(), QUALITY_GOOD);
    await alarms.pendingStore();
    expect(await alarms.acknowledge([{ id, occurrence: 1 }], 'Chen')).toMatchObject({
      acknowledged: [id],
      stored: false,
    });
    expect(told).toEqual([
      ['unacknowledged', 0],
      ['acknowledged', 0],
    ]);
    const history = await alarmHistory(journal, 'SD-1', 10);
    expect(history.ok && history.value.map(({ kind }) => kind)).toEqual([
      'alarm.acknowledged',
      'alarm.raised',
    ]);
    failing.clear();
    await settled();
    expect(told.at(-1)).toEqual(['acknowledged', 2]);
    expect(await alarmHistory(journal, 'SD-1', 1)).toMatchObject({
      value: [{ seq: 2, kind: 'alarm.acknowledged' }],
    });
    expect(await alarmHistory(journal, 'SD-2', 10)).toEqual({ ok: true, value: [] });
  });

  it('work when the kernel itself refuses (EFBIG), and all is written when it accepts again', async () => {
    await open(createDisk());
    await journal.close();
    const child = startChild('./limited-writer.ts', [folder]);
    // Only the soft limit: it may be lifted again without privileges.
    const limitFileSize = (bytes: string): Promise<unknown> =>
      promisify(execFile)('prlimit', ['--pid', String(child.process.pid), `--fsize=${bytes}:`]);
    interface Said {
      seen: boolean;
      stored: boolean;
      seq: number;
      lag: number;
      storing: boolean;
      conditions: { code: string; reason: string }[];
    }
    const said = (): Said => JSON.parse(child.lines.at(-1) as string) as Said;
    const step = async (): Promise<Said> => {
      const before = child.lines.length;
      child.write('append');
      await child.until((lines) => lines.length > before);
      return said();
    };
    try {
      await child.until((lines) => lines.length > 0);
      await limitFileSize('8192');
      let now = await step();
      expect(now).toMatchObject({ seen: true, stored: true, storing: true, conditions: [] });
      for (let n = 0; n < 60 && now.storing; n += 1) now = await step();
      expect(now).toMatchObject({
        storing: false,
        conditions: [{ code: 'journal.not-stored', reason: 'EFBIG' }],
      });
      expect(await step()).toMatchObject({ seen: true, stored: false });
      await limitFileSize('unlimited');
      await vi.waitFor(
        async () => expect(await step()).toMatchObject({ seen: true, stored: true, lag: 0, conditions: [] }),
        { timeout: 10_000 },
      );
      child.write('quit');
      await child.until(() => child.process.exitCode !== null);
    } finally {
      await child.kill();
    }
    const { seq } = said();
    expect(await verifyJournal(folder)).toMatchObject({ ok: true, torn: [], records: seq, head: { seq } });
  });
});
