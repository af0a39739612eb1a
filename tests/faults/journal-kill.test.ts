/** The engine dies by `kill -9` at any moment: what an operator was told is stored, is stored. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createHealth } from '#shared/base/health.ts';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { createRandom } from '#shared/base/random.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { AlarmRecordBody } from '#shared/domain/alarm/record.ts';
import { createAlarms, readAlarmEntries, type Alarms } from '#engine/alarms/alarms.ts';
import { openJournal, verifyJournal } from '#engine/journal/journal.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { smallSite } from '#tests/builders/site.ts';
import { startChild, type Child } from './children/child.ts';

const KILLS = 50;
const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
const site = buildSite(smallSite(), 'r1');
const folder = await mkdtemp(join(tmpdir(), 'journal-kill-'));
const warm: Child[] = [];

afterAll(async () => {
  await Promise.all(warm.map((child) => child.kill()));
  await rm(folder, { recursive: true, force: true });
});

/** What a start after the kill finds, through the same code as the engine's. */
async function reopen(): Promise<{ alarms: Alarms; entries: Map<number, JournalEntry>; torn: boolean }> {
  const opened = await openJournal({
    folder,
    clock,
    log: () => undefined,
    health: createHealth(clock.nowMs),
  });
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
  const journal = opened.value;
  expect(journal.recovery.damages).toEqual([]);
  const alarms = createAlarms({ site, journal, clock, log: () => undefined });
  const restored = await readAlarmEntries(journal);
  alarms.restore(restored.ok ? restored.value : []);
  const entries = new Map<number, JournalEntry>();
  for await (const entry of journal.read(1)) entries.set(entry.seq, entry);
  await journal.close();
  return { alarms, entries, torn: journal.recovery.torn !== undefined };
}

function expectKept(line: string, alarms: Alarms, entries: Map<number, JournalEntry>): void {
  const [what, id, occurrence, seq] = line.split(' ');
  if (what === 'stored') {
    const body = entries.get(Number(seq))?.body as AlarmRecordBody | undefined;
    expect(body?.alarm, line).toMatchObject({ id, occurrence: Number(occurrence) });
  } else if (what === 'acked') {
    const now = alarms.get(id as AlarmId);
    // Ended, raised again since, or still there and acknowledged: never unacknowledged in the same occurrence.
    if (now?.occurrence === Number(occurrence)) expect(now.phase, line).toBe('acknowledged');
    const recorded = [...entries.values()].some(({ kind, body }) => {
      const { alarm } = body as AlarmRecordBody;
      return kind === 'alarm.acknowledged' && alarm.id === id && alarm.occurrence === Number(occurrence);
    });
    expect(recorded, line).toBe(true);
  }
}

it(`loses nothing it promised over ${KILLS} kills at random moments`, async () => {
  const random = createRandom(20_260);
  const warmUp = (seed: number): void =>
    void warm.push(startChild('./alarm-writer.ts', [folder, String(seed)]));
  warmUp(0);
  warmUp(1);
  let promised = 0;
  let torn = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = warm.shift() as Child;
    await child.until((lines) => lines.length > 0);
    child.write('go');
    if (kill + 2 < KILLS) warmUp(kill + 2);
    // After some number of promises, from the very first one on, and then some thousandths of a second: this waits for
    // nothing, it draws the moment of death.
    const after = 1 + Math.floor(random() * 60);
    await child.until((lines) => lines.length > after);
    await new Promise((resolve) => setTimeout(resolve, random() * 12));
    await child.kill();
    expect(await verifyJournal(folder)).toMatchObject({ damages: [] });
    const found = await reopen();
    if (found.torn) torn += 1;
    for (const line of child.lines) expectKept(line, found.alarms, found.entries);
    promised += child.lines.length - 1;
  }
  const report = await verifyJournal(folder);
  expect(report.ok).toBe(true);
  console.log(
    `${KILLS} kills, ${promised} promises kept, ${torn} torn ends, ${report.records} records in ${report.segments} files`,
  );
});
