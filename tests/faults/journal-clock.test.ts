/** The wall clock steps by a day, either way: no alarm moves, and the record keeps its order. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createHealth } from '#shared/base/health.ts';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { QUALITY_GOOD } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { alarmHistory, createAlarms, readAlarmEntries } from '#engine/alarms/alarms.ts';
import { openJournal, verifyJournal } from '#engine/journal/journal.ts';
import { smallSite } from '#tests/builders/site.ts';

const DAY_MS = 86_400_000;
const document = smallSite();
const site = buildSite(
  { ...document, alarmRules: document.alarmRules.filter(({ condition }) => condition.type !== 'stale') },
  'r1',
);
const co2 = site.pointById.get('CL-1.co2');
const smoke = site.pointById.get('SD-1.smoke');
const CO2_HIGH = 'co2-high/CL-1.co2' as AlarmId;
const SMOKE = 'smoke/SD-1.smoke' as AlarmId;

it.each([DAY_MS, -DAY_MS])('a step of %d ms', async (step) => {
  if (!co2 || !smoke) throw new Error('the small site has changed');
  let wallMs = 1_790_000_000_000;
  let steadyMs = 0;
  const clock: Clock = { nowMs: () => epochMs(wallMs), monotonicMs: () => steadyMs };
  const health = createHealth(clock.nowMs);
  const base = await mkdtemp(join(tmpdir(), 'journal-clock-'));
  const folder = join(base, 'journal');
  const start = async () => {
    const opened = await openJournal({ folder, clock, health, log: () => undefined });
    if (!opened.ok) throw new Error(opened.error.detail);
    const alarms = createAlarms({ site, journal: opened.value, clock, log: () => undefined });
    const entries = await readAlarmEntries(opened.value);
    alarms.restore(entries.ok ? entries.value : []);
    return { journal: opened.value, alarms };
  };
  try {
    const { journal, alarms } = await start();
    alarms.onSample(smoke.index, 1, wallMs, wallMs, QUALITY_GOOD);
    alarms.onSample(co2.index, 1500, wallMs, wallMs, QUALITY_GOOD);
    wallMs += step;
    alarms.tick();
    expect(alarms.get(CO2_HIGH)).toBeUndefined();
    expect(alarms.get(SMOKE)?.phase).toBe('unacknowledged');
    steadyMs += 30_000;
    wallMs += 30_000;
    alarms.tick();
    expect(alarms.get(CO2_HIGH)).toMatchObject({ phase: 'unacknowledged', raisedAtMs: wallMs });
    expect(await alarms.acknowledge([{ id: SMOKE, occurrence: 1 }], 'Chen')).toMatchObject({ stored: true });
    await journal.close();

    wallMs -= step;
    const again = await start();
    expect(again.alarms.get(SMOKE)?.phase).toBe('acknowledged');
    expect(again.alarms.get(CO2_HIGH)?.phase).toBe('unacknowledged');
    again.alarms.onSample(smoke.index, 0, wallMs, wallMs, QUALITY_GOOD);
    await again.alarms.pendingStore();
    const history = await alarmHistory(again.journal, undefined, 10);
    const told = history.ok ? history.value.map(({ seq, kind }: JournalEntry) => `${seq} ${kind}`) : [];
    expect(told).toEqual(['4 alarm.cleared', '3 alarm.acknowledged', '2 alarm.raised', '1 alarm.raised']);
    await again.journal.close();
    expect(await verifyJournal(folder)).toMatchObject({ ok: true, records: 4 });
    expect(health.list()).toEqual([]);
  } finally {
    await rm(base, { recursive: true, force: true });
  }
});
