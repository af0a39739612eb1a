/**
 * What the record and the rules cost: group commit against one fdatasync a record on the same disk, side by side in one
 * run, and the evaluation of rules per sample.
 */
import { open, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHealth } from '#shared/base/health.ts';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { createRandom } from '#shared/base/random.ts';
import { QUALITY_GOOD } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { PointIndex, Site } from '#shared/domain/site/site.ts';
import { createAlarms, type AlarmJournal } from '#engine/alarms/alarms.ts';
import { openJournal } from '#engine/journal/journal.ts';
import { largeSite } from '#tests/builders/site.ts';
import type { BenchRow } from './row.ts';

const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
const log = (): undefined => undefined;
const SPAN_MS = 1_500;

/** A record like a real one: an alarm, about 500 bytes. */
const body = {
  by: 'operator',
  alarm: {
    id: 'co2-high/CL-1.co2',
    ruleId: 'co2-high',
    pointId: 'CL-1.co2',
    assetId: 'CL-1',
    zoneId: '2F-W1',
    storeyId: '2F',
    priority: 3,
    name: { zh: 'CO₂ 高', en: 'CO₂ high' },
    phase: 'acknowledged',
    occurrence: 4,
    raisedAtMs: 1_790_000_000_000,
    acknowledgedAtMs: 1_790_000_004_000,
    acknowledgedBy: 'operator',
    raisedValue: 1042.5,
  },
};

async function plainSyncs(folder: string): Promise<number> {
  const file = await open(join(folder, 'plain'), 'a');
  const line = Buffer.alloc(600, 'x');
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < SPAN_MS) {
    await file.write(line);
    await file.datasync();
    count += 1;
  }
  const perS = (count / (performance.now() - start)) * 1000;
  await file.close();
  return perS;
}

/** Each appender waits for its record to be stored before it appends the next. */
async function groupCommit(folder: string, appenders: number): Promise<number> {
  const opened = await openJournal({
    folder: join(folder, `group-${appenders}`),
    clock,
    log,
    health: createHealth(clock.nowMs),
  });
  if (!opened.ok) throw new Error(opened.error.detail);
  const journal = opened.value;
  const start = performance.now();
  let count = 0;
  const appender = async (): Promise<void> => {
    while (performance.now() - start < SPAN_MS) {
      await journal.append('alarm.acknowledged', body).stored;
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: appenders }, appender));
  const perS = (count / (performance.now() - start)) * 1000;
  await journal.close();
  return perS;
}

/** Nanoseconds a sample: samples of all points in turn, drawn from `values`. */
function perSample(site: Site, values: (random: () => number) => number): number {
  let seq = 0;
  let stored: (seq: number) => void = () => undefined;
  const accepted = Promise.resolve(true);
  const journal: AlarmJournal = {
    append: () => ({ seq: (seq += 1), stored: accepted }),
    onStored: (listener) => {
      stored = listener;
      return () => undefined;
    },
  };
  const alarms = createAlarms({ site, journal, clock, log });
  const random = createRandom(7);
  const drawn = Float64Array.from({ length: 4096 }, () => values(random));
  const points = site.points.length;
  const samples = 4_000_000;
  const round = (count: number): number => {
    const start = performance.now();
    for (let n = 0; n < count; n += 1) {
      alarms.onSample((n % points) as PointIndex, drawn[n & 4095] as number, 0, 0, QUALITY_GOOD);
      if ((n & 0xffff) === 0) stored(seq);
    }
    return ((performance.now() - start) * 1e6) / count;
  };
  round(samples / 4);
  return Math.min(round(samples), round(samples), round(samples));
}

/** 5,000 points, each with three limits and no delay, so that every crossing is a transition. */
function threeLimits(withRules: boolean): Site {
  const document = largeSite({ points: 5_000 });
  const points = ['temperature', 'humidity', 'co2'];
  const limit = (type: 'high' | 'high-high' | 'low', at: number): typeof document.alarmRules =>
    points.map((point) => ({
      id: `${type}-${point}`,
      name: { zh: '限', en: 'Limit' },
      on: { class: 'climate', point },
      condition: { type, limit: at, hysteresis: 1 },
      priority: 3,
      onDelayS: 0,
      offDelayS: 0,
    }));
  const alarmRules = withRules ? [...limit('high', 60), ...limit('high-high', 90), ...limit('low', 10)] : [];
  return buildSite({ ...document, alarmRules }, 'bench');
}

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-journal-'));
  const rows: BenchRow[] = [];
  try {
    const plain = await plainSyncs(folder);
    rows.push({ what: 'journal: plain append + fdatasync, one at a time', figure: plain, unit: 'records/s' });
    for (const appenders of [1, 10, 100, 1000]) {
      const figure = await groupCommit(folder, appenders);
      rows.push({
        what: `journal: group commit, ${appenders} appenders`,
        figure,
        unit: 'records/s',
        ratio: figure / plain,
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const steady = (random: () => number): number => 20 + 30 * random();
  const none = perSample(threeLimits(false), steady);
  const quiet = perSample(threeLimits(true), steady);
  const busy = perSample(threeLimits(true), (random) => (random() < 0.01 ? 95 : steady(random)));
  rows.push({ what: 'rules: sample of a point without rules', figure: none, unit: 'ns' });
  rows.push({ what: 'rules: three limits, nothing crosses', figure: quiet, unit: 'ns', ratio: quiet / none });
  rows.push({
    what: 'rules: three limits, 1 % of samples cross two (about 4 transitions each)',
    figure: busy,
    unit: 'ns',
  });
  return rows;
}
